package io.spillway.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.contract.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The run ends at the first answer that must not be, and can be repeated. */
class FuzzRunTest {
  private static final int TIMEOUT_MILLIS = 300;

  private final ServerSocket server = open();

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void noAnswerInTimeIsFound() {
    assertThatThrownBy(() -> run("")).isInstanceOf(Finding.class).hasMessageContaining("no answer");
  }

  @Test
  void aConnectionThatIsClosedWithoutAnAnswerIsFound() {
    assertThatThrownBy(() -> run("close"))
        .isInstanceOf(Finding.class)
        .hasMessageContaining("closed without an answer");
  }

  @Test
  void aFaultIsToldWithTheRequestAndTheSeed() {
    assertThatThrownBy(
            () -> run("HTTP/1.1 500 Oh\r\ncontent-type: text/plain\r\ncontent-length: 1\r\n\r\n!"))
        .isInstanceOf(Finding.class)
        .hasMessageContaining("Request 0 of seed 7")
        .hasMessageContaining("curl -i --path-as-is -X ")
        .hasMessageContaining("the status is 500");
  }

  @Test
  void theSameSeedMakesTheSameRequests() {
    assertThat(requests(3)).isEqualTo(requests(3)).isNotEqualTo(requests(4));
  }

  @Test
  void everyOperationIsTriedAndIdsOfAnswersAreUsedAgain() {
    ObservedIds ids = new ObservedIds(Set.of("mine"));
    ids.learn(
        Map.of(
            "automation", Map.of("id", "known-automation", "circuitBreakerMax", "0"),
            "list", List.of(Map.of("clientId", "mine"))));
    RequestGenerator generator = new RequestGenerator(Document.load(), ids, "Bearer t");
    Set<String> operations = new HashSet<>();
    Set<String> targets = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      FuzzRequest request = generator.make(new Random(i));
      operations.add(request.operation().id());
      targets.add(request.target());
    }
    assertThat(operations).hasSameSizeAs(Document.load().operations());
    assertThat(targets)
        .contains("/api/v1/automations/known-automation/execute")
        .noneMatch(target -> target.contains("mine"));
  }

  private static List<String> requests(int seed) {
    RequestGenerator generator =
        new RequestGenerator(Document.load(), new ObservedIds(Set.of()), "Bearer t");
    return IntStream.range(0, 200)
        .mapToObj(
            i ->
                new String(
                    generator.make(new Random(seed * 1_000L + i)).bytes("host"),
                    StandardCharsets.ISO_8859_1))
        .toList();
  }

  private void run(String answer) throws IOException, InterruptedException {
    if (!answer.isEmpty()) {
      Thread thread = new Thread(() -> answerAll(answer), "fake node");
      thread.setDaemon(true);
      thread.start();
    }
    URI node = URI.create("http://127.0.0.1:" + server.getLocalPort());
    try (FuzzRun run = new FuzzRun(node, "t", 7, Set.of(), TIMEOUT_MILLIS)) {
      run.send(1);
    }
  }

  private void answerAll(String answer) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        // A request comes in one piece here.
        int read = client.getInputStream().read(new byte[1 << 16]);
        if (read > 0 && !answer.equals("close")) {
          client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  private static ServerSocket open() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
