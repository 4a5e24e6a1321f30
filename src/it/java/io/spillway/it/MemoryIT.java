package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.ApiCalls;
import io.spillway.harness.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node with little memory. */
@Timeout(value = 5 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MemoryIT {
  private static final Path MANIFEST = Path.of("cluster-config", "kubernetes", "stateful-set.yaml");
  private static final Pattern HEAP_SHARE = Pattern.compile("- (-XX:MaxRAMPercentage=\\d+)");
  private static final Pattern ANONYMOUS = Pattern.compile("(?m)^RssAnon:\\s+(\\d+) kB$");

  private static final int OUT_OF_MEMORY = 3;
  private static final Duration END_LIMIT = Duration.ofSeconds(60);

  private static final int CONNECTIONS = 64;
  private static final int TRIGGERS_OF_EACH = 50;
  private static final int CONTEXT_CHARACTERS = 8_000;

  @RegisterExtension final Nodes nodes = Nodes.perTest();
  @TempDir Path directory;

  @Test
  void endsWhenMemoryIsExhausted() {
    ServerProcess node =
        ServerProcess.launch(
            directory.resolve("data"),
            directory.resolve("node.log"),
            Map.of(),
            // Without the archive of classes, which are not counted then.
            List.of("-XX:MaxMetaspaceSize=40m", "-Xshare:off"),
            List.of("--port", "0"));

    assertThat(node.exitCode(END_LIMIT)).isEqualTo(OUT_OF_MEMORY);
    assertThat(node.log().lines().filter(line -> line.contains("out of memory")))
        .singleElement()
        .asString()
        .startsWith("time=")
        .contains("level=ERROR");
  }

  /** As a pod of this size has it; a JVM sees one processor there and collects serially. */
  @ParameterizedTest
  @ValueSource(ints = {256, 512})
  void survivesLargeContextsWithinTheMemoryLimitOfAContainer(int megabytes) throws Exception {
    ServerProcess node =
        nodes.startWith(
            List.of("-XX:MaxRAM=" + megabytes + "m", heapShare(), "-XX:+UseSerialGC"),
            directory.resolve("data"));
    ApiCalls calls = new ApiCalls(node.signIn());
    String automation = calls.create("large contexts", 10);

    int fired = fireFromAll(calls, automation);

    assertThat(node.isAlive()).isTrue();
    assertThat(anonymousKilobytes(node)).isLessThan(megabytes * 1024L);
    assertThat(calls.breaker(automation).ok().getLong("pausedCount")).isEqualTo(fired - 10L);
  }

  private static String heapShare() throws IOException {
    Matcher share = HEAP_SHARE.matcher(Files.readString(MANIFEST));
    assertThat(share.find()).isTrue();
    return share.group(1);
  }

  /** Fires triggers over all connections at once, and answers how many. */
  private static int fireFromAll(ApiCalls calls, String automation)
      throws InterruptedException, ExecutionException {
    JsonObject context = new JsonObject().put("text", "x".repeat(CONTEXT_CHARACTERS));
    ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int client = 0; client < CONNECTIONS; client++) {
        all.add(
            clients.submit(
                () -> {
                  for (int i = 0; i < TRIGGERS_OF_EACH; i++) {
                    calls.execute(automation, context).ok();
                  }
                }));
      }
      for (Future<?> client : all) {
        client.get();
      }
      return CONNECTIONS * TRIGGERS_OF_EACH;
    } finally {
      clients.shutdownNow();
    }
  }

  /** What the limit of a container counts: pages that no file backs. */
  private static long anonymousKilobytes(ServerProcess node) throws IOException {
    Matcher anonymous =
        ANONYMOUS.matcher(Files.readString(Path.of("/proc/" + node.pid() + "/status")));
    assertThat(anonymous.find()).isTrue();
    return Long.parseLong(anonymous.group(1));
  }
}
