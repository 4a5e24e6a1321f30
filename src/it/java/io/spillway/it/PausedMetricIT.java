package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.ApiCalls;
import io.spillway.harness.ServerProcess;
import io.spillway.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The metric of paused executions while nobody asks for the automations. */
@Timeout(value = 5 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PausedMetricIT {
  private static final Pattern PAUSED = Pattern.compile("(?m)^spillway_paused\\{.*} (\\S+)$");
  private static final int AUTOMATIONS = 16;
  private static final int PAUSED_OF_EACH = 2;
  private static final double ALL_PAUSED = AUTOMATIONS * PAUSED_OF_EACH;
  private static final Duration SETTLED = Duration.ofSeconds(15);

  @RegisterExtension final Nodes nodes = Nodes.perTest();
  @TempDir Path directory;

  @Test
  void isRightForTrippedAndForDeletedAutomationsAndWakesNone() throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    ServerProcess before = start(data, "all");
    ApiCalls node = new ApiCalls(before.signIn());
    String tripped = pause(node, 5);
    String deleted = pause(node, 3);
    StoreFaults faults = StoreFaults.refusing(data, deleted, "a fault");
    node.delete(deleted).ok();
    faults.end();
    String resolved = pause(node, 4);
    node.resolve(resolved, ApiCalls.RUN, "").ok();
    before.kill();

    ApiCalls after = new ApiCalls(start(data, "all").signIn());

    assertThat(metrics(after))
        .contains(series(tripped, 5))
        .contains(series(deleted, 3))
        .contains("spillway_automations_owned 0.0")
        .doesNotContain(resolved);
  }

  @Test
  void namesNoAutomationThatIsNotSet() throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    ServerProcess before = nodes.start(data);
    ApiCalls node = new ApiCalls(before.signIn());
    String named = pause(node, 5);
    String other = pause(node, 3);

    assertThat(metrics(node)).contains(series("others", 8)).doesNotContain(named, other);
    before.kill();

    ApiCalls after = new ApiCalls(start(data, named).signIn());
    assertThat(metrics(after))
        .contains(series(named, 5))
        .contains(series("others", 3))
        .doesNotContain(other);
  }

  /** Ownership moves without a command to any of the automations. */
  @Test
  void theSumOverTheNodesIsRightWhenOwnersLeaveAndReturnWhileAutomationsAreIdle() {
    TestCluster cluster =
        new TestCluster(nodes, directory, PostgresServer.shared().newDatabase(), 2);
    cluster.startAll();
    ApiCalls first = cluster.at(0);
    for (int i = 0; i < AUTOMATIONS; i++) {
      pause(first, PAUSED_OF_EACH);
    }
    awaitBothReport(first, cluster.at(1));

    cluster.node(1).kill();
    await().until(() -> metrics(first).contains("spillway_cluster_members 1.0"));
    assertSoonAll(() -> paused(first));

    cluster.launch(1).awaitReady();
    ApiCalls second = cluster.at(1);
    awaitBothReport(first, second);
    assertThat(metrics(second)).contains("spillway_automations_owned 0.0");

    cluster.node(0).terminate();
    await().until(() -> !cluster.node(0).isAlive());
    cluster.node(0).assertStoppedQuietly();
    assertSoonAll(() -> paused(second));
    assertThat(metrics(second)).contains("spillway_automations_owned 0.0");
  }

  private static void awaitBothReport(ApiCalls first, ApiCalls second) {
    assertSoonAll(() -> paused(first) + paused(second));
    assertThat(paused(first)).isBetween(1.0, ALL_PAUSED - 1.0);
  }

  /** Within the time that ownership takes to move, not that of a later count. */
  private static void assertSoonAll(Callable<Double> sum) {
    await()
        .atMost(SETTLED)
        .pollInterval(Duration.ofMillis(100))
        .until(sum, paused -> paused == ALL_PAUSED);
  }

  /** What all series of a node show together. */
  private static double paused(ApiCalls node) {
    Matcher series = PAUSED.matcher(metrics(node));
    double sum = 0;
    while (series.find()) {
      sum += Double.parseDouble(series.group(1));
    }
    return sum;
  }

  private ServerProcess start(Path data, String named) {
    return nodes.launch(data, "--port", "0", "--metrics-automations", named).awaitReady();
  }

  private static String series(String automation, int paused) {
    return "spillway_paused{automation=\"" + automation + "\"} " + paused + ".0";
  }

  private static String metrics(ApiCalls node) {
    return node.api().get("/metrics").text();
  }

  /** An automation with so many paused executions. */
  private static String pause(ApiCalls node, int count) {
    String automation = node.create("measured", 1);
    for (int i = 0; i <= count; i++) {
      node.execute(automation).ok();
    }
    return automation;
  }
}
