package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks that Netty does not read are refused by every operation that reads a body. */
class MalformedChunksTest {
  private static final int MAX_WAIT_MILLIS = 20_000;

  @TempDir private static Path directory;
  private static Node node;

  @BeforeAll
  static void start() throws Exception {
    node = NodeApi.startNode(directory, "--store", "memory");
  }

  @AfterAll
  static void stop() {
    node.stop();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\r\n",
        "-1\r\n",
        "99999999999\r\n",
        "2;a=\"\r\n\"\r\na=\r\n0\r\n\r\n",
        "2;\u0001\r\na=\r\n0\r\n\r\n",
        "2\r\na=0\r\n\r\n"
      })
  void tokenEndpointsRefuseThem(String chunks) throws Exception {
    for (String path : List.of("/auth/v1/token", "/auth/v1/provider/token")) {
      String answer =
          answerTo(
              "POST "
                  + path
                  + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                  + "Transfer-Encoding: chunked\r\n\r\n"
                  + chunks);
      assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"error\":\"invalid_request\"");
    }
  }

  private static String answerTo(String request) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(node.url()).getPort())) {
      socket.setSoTimeout(MAX_WAIT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
