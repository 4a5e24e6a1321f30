package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.api.http.Readiness;
import io.spillway.testing.CapturedLog;
import io.spillway.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeLogTest {
  private static final String MINORITY =
      "this node sees 1 members of its cluster, must be at least 2";

  private final CapturedLog log = CapturedLog.of(NodeLog.class.getName());
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final NodeLog node = new NodeLog("http://localhost:8080", clock);

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void saysThatItIsReadyWhenItIsAndNotBefore() {
    node.listens();
    node.observe(with("UP", MINORITY));
    node.observe(with("UP", MINORITY));
    node.observe(with("UP", "UP"));
    node.observe(with("UP", "UP"));

    assertThat(log.lines())
        .containsExactly(
            "INFO Spillway listens at http://localhost:8080",
            "WARN Spillway is not ready yet: cluster: " + MINORITY,
            "INFO Spillway is ready at http://localhost:8080");
  }

  @Test
  void saysOnceWhatIsLostAndOnceThatItIsRegained() {
    node.observe(with("UP", "UP"));
    node.observe(with("the store has not committed for 10 s although writes wait", "UP"));
    clock.advance(Duration.ofSeconds(1));
    node.observe(with("the store has not committed for 11 s although writes wait", "UP"));
    node.observe(with("down", MINORITY));
    node.observe(with("UP", MINORITY));
    clock.advance(Duration.ofSeconds(3));
    node.observe(with("UP", "UP"));

    assertThat(log.lines())
        .containsExactly(
            "INFO Spillway is ready at http://localhost:8080",
            "WARN Spillway is not ready: store: the store has not committed for 10 s although"
                + " writes wait",
            "WARN Spillway is not ready: cluster: " + MINORITY + "; store: down",
            "WARN Spillway is not ready: cluster: " + MINORITY,
            "INFO Spillway is ready again, after 4 s");
  }

  @Test
  void damagedDataDoNotKeepItFromBeingReady() {
    node.observe(
        new Readiness(
            true,
            Map.of("server", "UP", "store", "UP", "cluster", "UP", "data", "DEGRADED: a page")));

    assertThat(log.lines()).containsExactly("INFO Spillway is ready at http://localhost:8080");
  }

  @Test
  void oneLineAtTheStartHasVersionStoreAndCluster(@TempDir Path data) {
    NodeLog.starts("1.2", settings("--data", data.toString()));
    NodeLog.starts(
        "1.2",
        settings(
            "--data", data.toString(),
            "--store", "postgres",
            "--jdbc-url", "jdbc:postgresql://db:5432/spillway?user=a&password=s3cret",
            "--cluster-members", "127.0.0.1:5701,127.0.0.1:5702",
            "--cluster-port", "5701",
            "--cluster-min-size", "2"));

    assertThat(log.lines())
        .containsExactly(
            "INFO Spillway 1.2 starts: store SQLite in "
                + data.resolve("spillway.db")
                + ", no cluster",
            "INFO Spillway 1.2 starts: store PostgreSQL at db:5432/spillway, cluster spillway,"
                + " member 127.0.0.1:5701, others by 127.0.0.1:5701,127.0.0.1:5702, quorum 2");
  }

  private static Settings settings(String... flags) {
    try {
      Invocation invocation = Invocation.read(List.of(flags), Map.of(), "test");
      return ((Invocation.Start) invocation).settings();
    } catch (SettingsException e) {
      throw new AssertionError(e);
    }
  }

  private static Readiness with(String store, String cluster) {
    return new Readiness(
        Stream.of(store, cluster).allMatch("UP"::equals),
        Map.of("server", "UP", "store", store, "cluster", cluster));
  }
}
