package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.ApiCalls;
import io.spillway.harness.ApiResponse;
import io.spillway.harness.ExecutionRow;
import io.spillway.harness.ServerApi;
import io.spillway.harness.ServerProcess;
import io.spillway.testing.PostgresServer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes, one Spillway. */
@Timeout(value = 10 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClusterIT {
  private static final int NODES = 3;
  private static final Duration LEAVE_LIMIT = Duration.ofSeconds(30);
  private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(40);

  @RegisterExtension final Nodes nodes = Nodes.perTest();
  @TempDir Path directory;
  private TestCluster cluster;

  @BeforeEach
  void startAll() {
    cluster = new TestCluster(nodes, directory, PostgresServer.shared().newDatabase(), NODES);
    cluster.startAll();
  }

  @Test
  void anyNodeTakesAnyRequestAndNeverMoreThanTheMaximumIsAdmitted() {
    List<ApiCalls> clients = List.of(cluster.at(0), cluster.at(1), cluster.at(2));
    String automation = clients.get(0).create("burst", 100);

    Set<Long> acknowledged = new HashSet<>();
    List<ConcurrentTriggers> bursts =
        clients.stream().map(client -> new ConcurrentTriggers(client, automation, 8)).toList();
    List<List<Future<List<Long>>>> firing =
        bursts.stream().map(burst -> burst.begin(fired -> fired < 1_000)).toList();
    firing.forEach(fired -> acknowledged.addAll(ConcurrentTriggers.wait(fired)));
    bursts.forEach(ConcurrentTriggers::close);

    assertThat(acknowledged).hasSize(NODES * 1_000);
    for (ApiCalls client : clients) {
      JsonObject breaker = client.breaker(automation).ok();
      assertThat(breaker.getLong("pausedCount")).isEqualTo(NODES * 1_000 - 100);
      assertThat(breaker.getJsonObject("circuitBreaker").getString("observedCount"))
          .isEqualTo("101");
      assertThat(client.executions(automation)).hasSize(NODES * 1_000);
    }
    assertThat(ResolutionRow.Counts.of(clients.get(1).resolve(automation, ApiCalls.RUN, "").ok()))
        .isEqualTo(new ResolutionRow.Counts(NODES * 1_000 - 100, 0));
    assertThat(clients.get(2).executions(automation)).allMatch(ExecutionRow::isPending);
  }

  @Test
  void membersListenWhereTheyAreToldAndMeasureTheClocksOfEachOther() {
    List<String> sockets = ListeningSockets.of(cluster.node(0).pid());

    assertThat(sockets).as("HTTP, grid and event bus").hasSizeGreaterThanOrEqualTo(3);
    assertThat(sockets)
        .allMatch(
            address ->
                address.startsWith("0100007F:")
                    || address.startsWith("0000000000000000FFFF00000100007F:"));
    for (int node = 0; node < NODES; node++) {
      ApiCalls asked = cluster.at(node);
      List<JsonObject> others =
          await().until(() -> others(asked), all -> all.stream().allMatch(ClusterIT::isMeasured));
      assertThat(others)
          .hasSize(NODES - 1)
          .allSatisfy(
              other ->
                  assertThat(Math.abs(other.getLong("clockAheadMs")))
                      .as("difference between clocks of one machine, in whole milliseconds")
                      .isLessThanOrEqualTo(other.getLong("clockErrorMs") + 1));
      assertThat(members(asked).filter(member -> member.getBoolean("local")))
          .singleElement()
          .matches(self -> !isMeasured(self));
    }
  }

  private static boolean isMeasured(JsonObject member) {
    return member.containsKey("clockAheadMs");
  }

  private static List<JsonObject> others(ApiCalls asked) {
    return members(asked).filter(member -> !member.getBoolean("local")).toList();
  }

  private static Stream<JsonObject> members(ApiCalls asked) {
    return asked.api().get("/api/v1/cluster").ok().getJsonArray("members").stream()
        .map(JsonObject.class::cast);
  }

  @Test
  void aNodeThatIsCutDownLeavesNothingUndone() {
    ApiCalls survivor = cluster.at(0);
    List<String> automations = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      automations.add(survivor.create("a" + i, 5));
    }
    automations.forEach(id -> fire(survivor, id, 30));

    cluster.node(1).kill();

    for (String id : automations) {
      fire(survivor, id, 10);
      assertThat(survivor.breaker(id).ok().getLong("pausedCount")).isEqualTo(35);
      assertThat(ResolutionRow.Counts.of(survivor.resolve(id, ApiCalls.CANCEL, "x").ok()))
          .isEqualTo(new ResolutionRow.Counts(35, 0));
    }
    cluster.launch(1).awaitReady();
    ApiCalls back = cluster.at(1);
    for (String id : automations) {
      assertThat(back.breaker(id).ok().getLong("pausedCount")).isZero();
      assertThat(back.executions(id)).hasSize(40);
    }
  }

  @Test
  void aRollingRestartIsNotNoticedByWhoTriesAgain() {
    try (RollingLoad load = RollingLoad.on(cluster, 4)) {
      for (int node = 0; node < NODES; node++) {
        load.letRun(Duration.ofSeconds(1));
        cluster.node(node).terminate();
        assertThat(cluster.node(node).exitCode(LEAVE_LIMIT)).isZero();
        cluster.launch(node).awaitReady();
        load.onRestart(node);
      }
      load.letRun(Duration.ofSeconds(1));
      load.stop();

      assertThat(load.failures()).isEmpty();
      assertThat(load.created()).isNotEmpty();
      for (String automation : load.automations()) {
        assertThat(cluster.at(0).executions(automation))
            .extracting(ExecutionRow::id)
            .containsExactlyInAnyOrderElementsOf(load.createdOf(automation));
      }
    }
  }

  @Test
  void whoSeesNoMajorityRefusesAndRecovers() {
    ApiCalls alone = cluster.at(0);
    String automation = alone.create("a", 5);
    fire(alone, automation, 10);

    cluster.node(1).kill();
    cluster.node(2).kill();

    // Until they are missed, triggers are taken as ever.
    AtomicInteger taken = new AtomicInteger(10);
    ApiResponse refused =
        await()
            .atMost(RECOVERY_LIMIT)
            .until(() -> executed(alone, automation, taken), answer -> !answer.isOk());
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.retryAfter()).isPresent();
    assertThat(refused.text()).contains("this node sees 1 members");
    assertThat(ServerApi.isReady(cluster.node(0).url())).isFalse();
    cluster.launch(2);
    await().atMost(RECOVERY_LIMIT).until(() -> executed(alone, automation, taken).isOk());
    cluster.node(2).awaitReady();
    assertThat(alone.executions(automation)).hasSize(taken.get());
    assertThat(ResolutionRow.Counts.of(alone.resolve(automation, ApiCalls.RUN, "").ok()))
        .isEqualTo(new ResolutionRow.Counts(taken.get() - 5, 0));
    await().until(() -> readiness(cluster.node(0)).size() >= 2);
    assertThat(readiness(cluster.node(0)))
        .satisfiesExactly(
            lost -> assertThat(lost).contains("is not ready: cluster: this node sees 1 members"),
            regained -> assertThat(regained).contains("Spillway is ready again, after "));
  }

  /** The lines about changes of the readiness of a node since it was ready first. */
  private static List<String> readiness(ServerProcess node) {
    return node.log()
        .lines()
        .dropWhile(line -> !line.contains("Spillway is ready at "))
        .skip(1)
        .filter(line -> line.contains("Spillway is "))
        .toList();
  }

  private static ApiResponse executed(ApiCalls node, String automation, AtomicInteger taken) {
    ApiResponse answer = node.execute(automation);
    if (answer.isOk()) {
      taken.incrementAndGet();
    }
    return answer;
  }

  private static void fire(ApiCalls node, String automation, int count) {
    try (ConcurrentTriggers burst = new ConcurrentTriggers(node, automation, 8)) {
      assertThat(burst.fire(count)).hasSize(count);
    }
  }
}
