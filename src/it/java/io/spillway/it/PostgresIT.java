package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.ApiCalls;
import io.spillway.harness.ApiResponse;
import io.spillway.harness.ExecutionRow;
import io.spillway.harness.ServerProcess;
import io.spillway.testing.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The main job with the truth in a PostgreSQL database. */
@Timeout(value = 5 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PostgresIT {
  private static final int PAUSED = 2_900;
  private static final int READS = 60;

  /** The ten seconds within which reads fail together, and as long for a busy machine. */
  private static final Duration READS_LIMIT = Duration.ofSeconds(20);

  @RegisterExtension final Nodes nodes = Nodes.perTest();
  @TempDir Path directory;
  private final PostgresServer server = PostgresServer.shared();
  private String url;
  private ServerProcess process;
  private ApiCalls node;
  private String automation;
  private List<Long> acknowledged;

  @BeforeEach
  void burst() {
    url = server.newDatabase();
    process = start("data");
    node = new ApiCalls(process.signIn());
    automation = node.create("burst", 100);
    acknowledged = fire(3_000);
  }

  private ServerProcess start(String data) {
    return launch(data).awaitReady();
  }

  private ServerProcess launch(String data) {
    return nodes.launch(
        directory.resolve(data), "--port", "0", "--store", "postgres", "--jdbc-url", url);
  }

  private List<Long> fire(int count) {
    try (ConcurrentTriggers burst = new ConcurrentTriggers(node, automation, 16)) {
      return burst.fire(count);
    }
  }

  @Test
  void aKilledNodeFindsEverythingAgain() {
    process.kill();
    node = new ApiCalls(start("data").signIn());

    assertThat(node.breaker(automation).ok().getLong("pausedCount")).isEqualTo(PAUSED);
    assertThat(ResolutionRow.Counts.of(node.resolve(automation, ApiCalls.RUN, "").ok()))
        .isEqualTo(new ResolutionRow.Counts(PAUSED, 0));
    assertThat(node.executions(automation))
        .allMatch(ExecutionRow::isPending)
        .extracting(ExecutionRow::id)
        .containsExactlyInAnyOrderElementsOf(new HashSet<>(acknowledged));
  }

  @Test
  void aNodeOutlivesItsDatabase() {
    server.stop();
    try {
      assertThat(readManyTimesAtOnce()).extracting(ApiResponse::status).containsOnly(503);
      assertThat(readManyTimesAtOnce()).extracting(ApiResponse::status).containsOnly(503);
      ApiResponse refused = node.execute(automation);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(node.resolve(automation, ApiCalls.CANCEL, "").status()).isEqualTo(503);
    } finally {
      server.startAgain();
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> node.resolve(automation, ApiCalls.CANCEL, "").status() == 200);
    assertThat(node.breaker(automation).ok().getLong("pausedCount")).isZero();
    assertThat(
            node.resolutions(automation).stream()
                .mapToLong(row -> ResolutionRow.of(row).counts().paused())
                .sum())
        .isEqualTo(PAUSED);
  }

  /** More than the connections for reading, and than those who may wait for them together. */
  private List<ApiResponse> readManyTimesAtOnce() {
    ExecutorService clients = Executors.newFixedThreadPool(READS);
    try {
      List<CompletableFuture<ApiResponse>> reads =
          Stream.generate(
                  () ->
                      CompletableFuture.supplyAsync(
                          () -> node.api().get(ApiCalls.resolutionsPath(automation)), clients))
              .limit(READS)
              .toList();
      assertThat(CompletableFuture.allOf(reads.toArray(CompletableFuture<?>[]::new)))
          .succeedsWithin(READS_LIMIT);
      return reads.stream().map(CompletableFuture::join).toList();
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  void aSecondNodeIsRefused() {
    ServerProcess second = launch("other");

    assertThat(second.exitCode(Duration.ofSeconds(60))).isNotZero();
    assertThat(second.log()).contains("another node uses this database");
    assertThat(node.execute(automation).status()).isEqualTo(200);
  }
}
