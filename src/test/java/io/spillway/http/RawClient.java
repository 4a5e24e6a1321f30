package io.spillway.http;

import io.spillway.contract.CheckedText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends what it is told, byte for byte, on one connection. */
final class RawClient implements AutoCloseable {
  private static final int LONGEST_WAIT_MILLIS = 20_000;

  private final Socket socket;
  private final StringBuilder sent = new StringBuilder();

  RawClient(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(LONGEST_WAIT_MILLIS);
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

  /** All that the server sends until it closes the connection; held against the document. */
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

  /** Leaves without a goodbye, which the server takes for an error of the connection. */
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
