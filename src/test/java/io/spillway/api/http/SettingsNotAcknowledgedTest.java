package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client of HTTP/2 that never acknowledges the SETTINGS, which limit its streams. */
class SettingsNotAcknowledgedTest {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** Fields of the static table of RFC 7541; the last two are followed by a literal value. */
  private static final byte POST = (byte) 0x83;

  private static final byte HTTPS = (byte) 0x87;
  private static final byte AUTHORITY = 0x41;
  private static final byte PATH = 0x44;

  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int END_HEADERS = 4;
  private static final int REFUSED_STREAM = 7;
  private static final int MAX_STREAMS = 100;
  private static final int STREAMS = 130;

  @RegisterExtension private static final ApiServer SERVER = new ApiServer();

  @Test
  void hasItsFurtherStreamsRefused() throws IOException, GeneralSecurityException {
    Map<Integer, Integer> refused = new HashMap<>();
    try (Socket socket = connect()) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.write(PREFACE);
      frame(out, SETTINGS, 0, 0, new byte[0]);
      for (int i = 0; i < STREAMS; i++) {
        frame(out, HEADERS, END_HEADERS, 1 + 2 * i, beginOfARequest());
      }
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (refused.size() < STREAMS - MAX_STREAMS) {
        readInto(refused, in);
      }
    }
    assertThat(refused.values()).containsOnly(REFUSED_STREAM);
    assertThat(refused.keySet()).allMatch(stream -> stream > 2 * MAX_STREAMS);
    assertThat(SERVER.gate.inFlight()).isZero();
  }

  /** The headers of a POST whose body does not come. */
  private static byte[] beginOfARequest() {
    byte[] path = "/auth/v1/token".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer headers = ByteBuffer.allocate(7 + path.length);
    headers.put(POST).put(HTTPS);
    headers.put(AUTHORITY).put((byte) 1).put((byte) 'a');
    headers.put(PATH).put((byte) path.length).put(path);
    return headers.array();
  }

  private static void frame(DataOutputStream out, int type, int flags, int stream, byte[] payload)
      throws IOException {
    out.writeByte(payload.length >> 16);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
  }

  /** Reads a frame; adds the stream and the error code of one that resets a stream. */
  private static void readInto(Map<Integer, Integer> resets, DataInputStream in)
      throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    in.readUnsignedByte();
    int stream = in.readInt();
    byte[] payload = in.readNBytes(length);
    if (type == RST_STREAM) {
      resets.put(stream, (int) payload[3]);
    }
  }

  private static Socket connect() throws IOException, GeneralSecurityException {
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, new TrustManager[] {new TrustEverything()}, null);
    SSLSocket socket =
        (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", SERVER.tlsPort());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(30_000);
    socket.startHandshake();
    return socket;
  }

  private static final class TrustEverything implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
