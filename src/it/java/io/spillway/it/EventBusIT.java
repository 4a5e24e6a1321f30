package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.ApiCalls;
import io.spillway.harness.ExecutionRow;
import io.spillway.testing.PostgresServer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A consumer on the event bus of two nodes. */
@Timeout(value = 5 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventBusIT {
  private static final String EXECUTE = "spillway.automations.execute";
  private static final String RESOLVE_PAUSED = "spillway.automations.resolve-paused";
  private static final Pattern TRIPS =
      Pattern.compile("(?m)^spillway_breaker_trips_total\\S* (\\d+)");

  /** So many that each node owns some of them. */
  private static final int AUTOMATIONS = 16;

  private static final Duration RECOVERED = Duration.ofSeconds(30);

  /** The drain timeout and the end of a JVM on a busy machine. */
  private static final Duration STOPPED = Duration.ofSeconds(60);

  @RegisterExtension final Nodes nodes = Nodes.perTest();
  @TempDir Path directory;
  private TestCluster cluster;
  private ApiCalls first;
  private List<String> automations;

  @BeforeEach
  void start() {
    cluster = new TestCluster(nodes, directory, PostgresServer.shared().newDatabase(), 2);
    cluster.startAll();
    first = new ApiCalls(cluster.signIn(0));
    automations =
        IntStream.range(0, AUTOMATIONS).mapToObj(i -> first.create("burst " + i, 1)).toList();
  }

  @Test
  void aConsumerInAProcessOfItsOwnHearsEveryNodeAndIsServed() {
    ConsumerProcess consumer =
        ConsumerProcess.run(
            directory,
            cluster.automations(),
            cluster.secret(),
            cluster.firstClient().id(),
            automations);

    assertThat(consumer.exitCode()).as(consumer.errors()).isZero();
    automations.forEach(automation -> assertServed(consumer, automation));
    automations.forEach(automation -> assertHeard(consumer, automation));
    assertThat(trips(0)).isPositive();
    assertThat(trips(1)).isPositive();
    assertThat(trips(0) + trips(1)).isEqualTo(AUTOMATIONS);
  }

  @Test
  void aConsumerThatRunsOnIsServedAgainWhenAllNodesWereAway() {
    try (BusConsumer consumer = BusConsumer.join(cluster)) {
      String automation = automations.get(0);
      await().until(() -> consumer.triggers(automation) && consumer.heard(automation) > 0);
      cluster.node(0).terminate();
      cluster.node(1).terminate();
      await().atMost(STOPPED).until(() -> !cluster.node(0).isAlive() && !cluster.node(1).isAlive());

      for (int node = 0; node < 2; node++) {
        assertThat(cluster.node(node).log())
            .contains("stopped")
            .doesNotContain("completely lost", "level=ERROR");
      }
      cluster.launch(0).awaitReady();
      cluster.launch(1);

      long before = consumer.heard(automation);
      await()
          .atMost(RECOVERED)
          .until(() -> consumer.triggers(automation) && consumer.heard(automation) > before);
      cluster.node(1).awaitReady();
      automations.forEach(any -> assertThat(consumer.triggers(any)).isTrue());
      await().untilAsserted(() -> assertThat(automations).allMatch(any -> consumer.heard(any) > 0));
    }
  }

  private void assertServed(ConsumerProcess consumer, String automation) {
    assertThat(first.executions(automation))
        .hasSize(3)
        .allMatch(ExecutionRow::isPending)
        .extracting(row -> Long.toString(row.id()))
        .containsExactlyInAnyOrderElementsOf(
            consumer.replies(EXECUTE, automation).stream()
                .map(reply -> reply.getString("executionId"))
                .toList());
    assertThat(consumer.replies(RESOLVE_PAUSED, automation))
        .singleElement()
        .extracting(ResolutionRow.Counts::of)
        .isEqualTo(new ResolutionRow.Counts(2, 0));
    assertThat(first.resolutions(automation))
        .singleElement()
        .extracting(resolution -> resolution.getString("actor"))
        .isEqualTo(cluster.firstClient().id());
    assertThat(first.events())
        .filteredOn(event -> automation.equals(event.getString("automationId")))
        .filteredOn(event -> event.getString("event").equals("breaker_tripped"))
        .singleElement()
        .extracting(event -> event.getString("triggeredBy"))
        .isEqualTo(cluster.firstClient().id());
  }

  private static void assertHeard(ConsumerProcess consumer, String automation) {
    List<JsonObject> created = consumer.events("executions.created", automation);
    assertThat(sum(created, "admittedCount")).isEqualTo(1);
    assertThat(sum(created, "pausedCount")).isEqualTo(2);
    assertThat(consumer.events("breaker.tripped", automation))
        .singleElement()
        .extracting(event -> event.getJsonObject("circuitBreaker").getLong("observedCount"))
        .isEqualTo(2L);
    assertThat(sum(consumer.events("executions.resolved", automation), "pausedCount")).isEqualTo(2);
    List<JsonObject> progress = consumer.events("resolution.progress", automation);
    JsonObject last = progress.get(progress.size() - 1).getJsonObject("resolution");
    assertThat(last.getString("state")).isEqualTo("DONE");
    assertThat(ResolutionRow.Counts.of(last)).isEqualTo(new ResolutionRow.Counts(2, 0));
  }

  private static long sum(List<JsonObject> events, String count) {
    return events.stream().mapToLong(event -> event.getLong(count)).sum();
  }

  private long trips(int node) {
    Matcher trips = TRIPS.matcher(cluster.signIn(node).get("/metrics").text());
    assertThat(trips.find()).isTrue();
    return Long.parseLong(trips.group(1));
  }
}
