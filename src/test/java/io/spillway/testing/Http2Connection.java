package io.spillway.testing;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A connection of HTTP/2 over TLS to a server of this machine, whose frames are written by hand. It
 * never acknowledges the SETTINGS of the server.
 */
public final class Http2Connection implements AutoCloseable {
  public static final int RST_STREAM = 3;

  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int END_HEADERS = 4;
  private static final int CANCEL = 8;
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** Fields of the static table of RFC 7541; the last two are followed by a literal value. */
  private static final byte POST = (byte) 0x83;

  private static final byte HTTPS = (byte) 0x87;
  private static final byte AUTHORITY = 0x41;
  private static final byte PATH = 0x44;

  private final SSLSocket socket;
  private final DataOutputStream out;
  private final DataInputStream in;

  private Http2Connection(SSLSocket socket) throws IOException {
    this.socket = socket;
    out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    in = new DataInputStream(socket.getInputStream());
  }

  /** A frame of the server. */
  @SuppressWarnings("ArrayRecordComponent") // Read once, not compared.
  public record Frame(int type, int stream, byte[] payload) {}

  /** Connects, whatever certificate the server has, and sends the preface. */
  public static Http2Connection open(int port) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            TrustEverything.context()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    Http2Connection connection = new Http2Connection(socket);
    connection.out.write(PREFACE);
    connection.write(SETTINGS, 0, 0, new byte[0]);
    return connection;
  }

  /** Begins a POST whose body does not come. */
  public void beginPost(int stream, String path) throws IOException {
    byte[] bytes = path.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer fields = ByteBuffer.allocate(7 + bytes.length);
    fields.put(POST).put(HTTPS);
    fields.put(AUTHORITY).put((byte) 1).put((byte) 'a');
    fields.put(PATH).put((byte) bytes.length).put(bytes);
    write(HEADERS, END_HEADERS, stream, fields.array());
  }

  /** Gives a stream up. */
  public void reset(int stream) throws IOException {
    write(RST_STREAM, 0, stream, new byte[] {0, 0, 0, CANCEL});
  }

  private void write(int type, int flags, int stream, byte[] payload) throws IOException {
    out.writeByte(payload.length >> 16);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
  }

  /** Sends what was written. */
  public void flush() throws IOException {
    out.flush();
  }

  /** Waits for a frame. */
  public Frame read() throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    in.readUnsignedByte();
    int stream = in.readInt();
    return new Frame(type, stream, in.readNBytes(length));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
