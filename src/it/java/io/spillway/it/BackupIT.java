package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.AdminCredentials;
import io.spillway.harness.ApiCalls;
import io.spillway.harness.ExecutionRow;
import io.spillway.harness.ServerApi;
import io.spillway.harness.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConnection;

/** Backups of the SQLite database of a running node. */
@Timeout(value = 5 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BackupIT {
  private static final String PAUSED = "AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER";
  private static final String DATABASE = "spillway.db";
  private static final String SECRETS_KEY = "secrets-key.json";
  private static final int CLIENTS = 8;
  private static final int ACKNOWLEDGED_BEFORE = 1_000;
  private static final Duration VACUUM_LIMIT = Duration.ofSeconds(30);

  /** An empty database has some 60 pages, so that its copy takes several seconds. */
  private static final Duration PAUSE_AFTER_PAGE = Duration.ofMillis(100);

  private static final Duration COPY_LIMIT = Duration.ofSeconds(60);
  private static final int BUSY_MILLIS = 10;
  private static final int TRIES = 100;

  @RegisterExtension final Nodes nodes = Nodes.perTest();
  @TempDir Path directory;

  @Test
  void aCopyMadeUnderTriggersHasAllThatWasAcknowledgedBefore() throws Exception {
    Path data = directory.resolve("data");
    ApiCalls node = new ApiCalls(nodes.start(data).signIn());
    String automation = node.create("under load", 10);
    Path copy = directory.resolve("copy.db");
    Queue<Long> acknowledged = new ConcurrentLinkedQueue<>();
    AtomicBoolean firing = new AtomicBoolean(true);
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    List<Long> before;
    try {
      for (int client = 0; client < CLIENTS; client++) {
        clients.execute(() -> fire(node, automation, acknowledged, firing));
      }
      await().until(() -> acknowledged.size() >= ACKNOWLEDGED_BEFORE);

      before = List.copyOf(acknowledged);
      execute(data, "VACUUM INTO '" + copy + "'");

      int after = acknowledged.size();
      await("the node goes on").until(() -> acknowledged.size() > after);
    } finally {
      firing.set(false);
      clients.shutdown();
      assertThat(clients.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    ApiCalls restored = new ApiCalls(nodes.start(restore(data, copy)).signIn());
    List<ExecutionRow> executions = restored.executions(automation);
    assertThat(executions).extracting(ExecutionRow::id).containsAll(before);
    assertThat(executions.size()).isLessThanOrEqualTo(acknowledged.size());
    long paused = restored.executions(automation, PAUSED).size();
    assertThat(paused).isEqualTo(executions.size() - 10L);
    assertThat(ResolutionRow.Counts.of(restored.resolve(automation, ApiCalls.RUN, "all").ok()))
        .isEqualTo(new ResolutionRow.Counts(paused, 0));
  }

  private static void fire(
      ApiCalls node, String automation, Queue<Long> acknowledged, AtomicBoolean continues) {
    while (continues.get()) {
      acknowledged.add(Long.parseLong(node.execute(automation).ok().getString("executionId")));
    }
  }

  private Path restore(Path data, Path copy) throws IOException {
    Path restored = Files.createDirectory(directory.resolve("restored"));
    Files.copy(copy, restored.resolve(DATABASE));
    for (String file : List.of(AdminCredentials.FILE, SECRETS_KEY)) {
      Files.copy(data.resolve(file), restored.resolve(file));
    }
    return restored;
  }

  private static void execute(Path data, String sql) throws SQLException {
    try (Connection database = connect(data);
        Statement statement = database.createStatement()) {
      statement.setQueryTimeout((int) VACUUM_LIMIT.toSeconds());
      statement.execute(sql);
    }
  }

  /** As the command {@code .backup}, which begins again whenever the node has written. */
  @Test
  void aCopyPageByPageEndsWhileAnIdleNodeIsAskedWhetherItIsReady() {
    Path data = directory.resolve("data");
    ServerProcess node = nodes.start(data);

    CompletableFuture<Void> copying =
        CompletableFuture.runAsync(() -> copyPageByPage(data, directory.resolve("copy.db")));

    await("the copy ends")
        .atMost(COPY_LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              assertThat(ServerApi.isReady(node.url())).isTrue();
              return copying.isDone();
            });
    copying.join();
  }

  private static void copyPageByPage(Path data, Path copy) {
    try (Connection database = connect(data)) {
      ((SQLiteConnection) database)
          .getDatabase()
          .backup("main", copy.toString(), (remaining, pages) -> pause(), BUSY_MILLIS, 1, TRIES);
    } catch (SQLException e) {
      throw new AssertionError("the database could not be copied", e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_AFTER_PAGE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Connection connect(Path data) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + data.resolve(DATABASE));
  }
}
