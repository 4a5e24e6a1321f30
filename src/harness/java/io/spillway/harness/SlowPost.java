package io.spillway.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A request that is sent in parts, on a connection of its own. */
public final class SlowPost implements AutoCloseable {
  private final Socket socket;

  private SlowPost(Socket socket) {
    this.socket = socket;
  }

  /** Connects and sends the head of a request, given up to its last header. */
  public static SlowPost begin(URI url, String head) {
    try {
      SlowPost post = new SlowPost(new Socket(url.getHost(), url.getPort()));
      post.send(head + "Content-Type: application/json\r\nConnection: close\r\n\r\n");
      return post;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void send(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the answer, which ends with the connection. */
  public ApiResponse answer() {
    try {
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int body = answer.indexOf("\r\n\r\n");
      List<String> status = List.of(answer.substring(0, body).split(" ", 3));
      return new ApiResponse(
          Integer.parseInt(status.get(1)), Optional.empty(), answer.substring(body).strip());
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
