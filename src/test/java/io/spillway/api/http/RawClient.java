package io.spillway.api.http;

import io.spillway.contract.CheckedText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A client that sends given bytes on one connection. */
final class RawClient implements AutoCloseable {
  private static final int MAX_WAIT_MILLIS = 20_000;

  private final Socket socket;
  private final StringBuilder sent = new StringBuilder();

  RawClient(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(MAX_WAIT_MILLIS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RawClient(SSLSocket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(MAX_WAIT_MILLIS);
  }

  /**
   * Connects over TLS, HTTP/2 if the server selects it, and trusts only what is in {@code trusted}.
   */
  static RawClient overHttp2(int port, KeyStore trusted) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      SSLSocket socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return new RawClient(socket);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawClient send(String text) {
    sent.append(text);
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that the server sends until it closes the connection; checked against the document. */
  String received() {
    try {
      String received =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      CheckedText.check(sent.toString(), received);
      return received;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, but a reset by the server is accepted. */
  String receivedOrReset() {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (SocketException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the server sends something, and skips its first byte. */
  void awaitSomething() {
    try {
      if (socket.getInputStream().read() < 0) {
        throw new IllegalStateException("closed by the server");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Resets the connection. */
  void abort() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
