package io.spillway.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Sends requests byte for byte, one after the other, on a connection that it keeps. */
final class RawConnection implements AutoCloseable {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int MAX_LINE = 64 * 1_024;

  private final URI node;
  private final int timeoutMillis;
  private Optional<Socket> socket = Optional.empty();

  RawConnection(URI node, int timeoutMillis) {
    this.node = node;
    this.timeoutMillis = timeoutMillis;
  }

  /**
   * The answer to a request.
   *
   * @throws IOException if there is none, or none in time
   */
  RawResponse exchange(FuzzRequest request) throws IOException {
    long startNanos = System.nanoTime();
    try {
      Socket open = open();
      open.getOutputStream().write(request.bytes(node.getAuthority()));
      open.getOutputStream().flush();
      Reader reader = new Reader(new BufferedInputStream(open.getInputStream()));
      RawResponse answer = reader.answer(request.method(), startNanos);
      // What it did not read of a body is not read by the next request either.
      if (answer.status() == 413 || "close".equalsIgnoreCase(answer.headers().get("connection"))) {
        close();
      }
      return answer;
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private Socket open() throws IOException {
    if (socket.isEmpty()) {
      Socket fresh = new Socket();
      socket = Optional.of(fresh);
      fresh.setTcpNoDelay(true);
      fresh.connect(new InetSocketAddress(node.getHost(), node.getPort()), CONNECT_MILLIS);
      fresh.setSoTimeout(timeoutMillis);
    }
    return socket.get();
  }

  @Override
  public void close() throws IOException {
    if (socket.isPresent()) {
      socket.get().close();
      socket = Optional.empty();
    }
  }

  /** Reads one answer. */
  private record Reader(InputStream in) {
    RawResponse answer(String method, long startNanos) throws IOException {
      String statusLine = line();
      Map<String, String> headers = headers();
      if (!statusLine.matches("HTTP/1\\.1 [0-9]{3}( .*)?")) {
        throw new IOException("the status line is " + statusLine);
      }
      int status = Integer.parseInt(statusLine.substring(9, 12));
      byte[] content = hasBody(method, status) ? content(headers) : new byte[0];
      String text = new String(content, StandardCharsets.UTF_8);
      return new RawResponse(status, headers, text, (System.nanoTime() - startNanos) / 1_000_000);
    }

    private static boolean hasBody(String method, int status) {
      return !method.equals("HEAD") && status != 204 && status != 304;
    }

    private Map<String, String> headers() throws IOException {
      Map<String, String> headers = new HashMap<>();
      for (String line = line(); !line.isEmpty(); line = line()) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
      return headers;
    }

    private byte[] content(Map<String, String> headers) throws IOException {
      String length = headers.get("content-length");
      if (length != null) {
        return bytes(Integer.parseInt(length));
      }
      if (!"chunked".equals(headers.get("transfer-encoding"))) {
        return in.readAllBytes();
      }
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      for (int size = chunk(); size > 0; size = chunk()) {
        content.writeBytes(bytes(size));
        line();
      }
      line();
      return content.toByteArray();
    }

    private int chunk() throws IOException {
      return Integer.parseInt(line().strip(), 16);
    }

    private byte[] bytes(int length) throws IOException {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new EOFException("the answer ends early");
      }
      return bytes;
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0 || line.length() > MAX_LINE) {
          throw new EOFException("the connection was closed without an answer");
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }
  }
}
