package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.AdminCredentials;
import io.spillway.harness.ApiCalls;
import io.spillway.harness.ApiResponse;
import io.spillway.harness.ExecutionRow;
import io.spillway.harness.ServerProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Bursts, and what becomes of what they leave behind. */
@Timeout(value = 10 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MainJobIT {
  private static final String PAUSED = "AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER";
  private static final String PENDING = "AUTOMATION_EXECUTION_STATE_PENDING";
  private static final String TERMINATE = "AUTOMATION_EXECUTION_STATE_TERMINATE";
  private static final int CONNECTIONS = 64;

  @RegisterExtension static final Nodes NODES = Nodes.perClass();
  @TempDir static Path directory;
  private static Path data;
  private static ServerProcess server;
  private static ApiCalls node;

  @BeforeAll
  static void start() {
    data = directory.resolve("data");
    server = NODES.start(data);
    node = new ApiCalls(server.signIn());
  }

  @Test
  void aNodeOfItsOwnListensForHttpOnly() {
    assertThat(ListeningSockets.of(server.pid()))
        .singleElement()
        .asString()
        .endsWith(":%04X".formatted(server.url().getPort()));
  }

  @Test
  void admitsExactlyTheMaximumOfABurstAndHoldsTheRest() {
    String automation = node.create("burst", 1_000);

    List<Long> acknowledged = burst(automation, 10_000);

    assertThat(new HashSet<>(acknowledged)).hasSize(10_000);
    JsonObject breaker = node.breaker(automation).ok();
    assertThat(breaker.getBoolean("tripped")).isTrue();
    assertThat(breaker.getJsonObject("circuitBreaker").getLong("observedCount")).isEqualTo(1_001);
    assertThat(breaker.getLong("windowCount")).isEqualTo(1_000);
    assertThat(breaker.getLong("pausedCount")).isEqualTo(9_000);
    Set<Long> admitted = ids(automation, PENDING);
    Set<Long> paused = ids(automation, PAUSED);
    assertThat(admitted).hasSize(1_000);
    assertThat(paused).hasSize(9_000);
    paused.addAll(admitted);
    assertThat(paused).containsExactlyInAnyOrderElementsOf(acknowledged);
  }

  @Test
  void oneOfTwoOppositeDecisionsGetsEverything() {
    String automation = node.create("opposites", 10);
    burst(automation, 2_000);
    String path = ApiCalls.resolvePath(automation);

    CompletableFuture<ApiResponse> run = postLater(path, ApiCalls.RUN);
    CompletableFuture<ApiResponse> cancel = postLater(path, ApiCalls.CANCEL);

    ResolutionRow.Counts ran = ResolutionRow.Counts.of(run.join().ok());
    ResolutionRow.Counts cancelled = ResolutionRow.Counts.of(cancel.join().ok());
    ResolutionRow.Counts all = new ResolutionRow.Counts(1_990, 0);
    ResolutionRow.Counts nothing = new ResolutionRow.Counts(0, 0);
    assertThat(List.of(ran, cancelled)).containsExactlyInAnyOrder(all, nothing);
    assertThat(ids(automation, PAUSED)).isEmpty();
    assertThat(ids(automation, PENDING)).hasSize(ran.equals(all) ? 2_000 : 10);
    assertThat(ids(automation, TERMINATE)).hasSize(ran.equals(all) ? 0 : 1_990);
  }

  private static CompletableFuture<ApiResponse> postLater(String path, String decision) {
    return node.api().postLater(path, ApiCalls.order(decision, "a test").encode());
  }

  @Test
  void whatALaterTripHoldsIsLeftAloneByAResolutionUnderWay() {
    int max = 10;
    String automation = node.create("trips again", max);
    List<Long> acknowledged = new ArrayList<>(burst(automation, 10_000));
    for (int round = 0; round < 4; round++) {
      AtomicBoolean firing = new AtomicBoolean(true);
      try (ConcurrentTriggers burst = new ConcurrentTriggers(node, automation, 16)) {
        List<Future<List<Long>>> clients = burst.begin(fired -> firing.get());

        JsonObject answer = node.resolve(automation, ApiCalls.RUN, "round " + round).ok();

        firing.set(false);
        acknowledged.addAll(ConcurrentTriggers.wait(clients));
        acknowledged.addAll(burst.fire(2 * max));
        ResolutionRow resolution = ResolutionRow.of(node.resolutions(automation).get(0));
        assertThat(resolution.counts()).isEqualTo(ResolutionRow.Counts.of(answer));
        assertOnlyEarlierOnesMoved(resolution, node.executions(automation), max);
      }
    }
    assertThat(node.executions(automation))
        .extracting(ExecutionRow::id)
        .containsExactlyInAnyOrderElementsOf(acknowledged);
  }

  private static void assertOnlyEarlierOnesMoved(
      ResolutionRow resolution, List<ExecutionRow> rows, int max) {
    Instant reset = resolution.startedAt();
    assertThat(rows.stream().filter(resolution::moved).count())
        .isEqualTo(resolution.counts().paused());
    assertThat(rows.stream().filter(row -> row.createdAt().isBefore(reset)))
        .noneMatch(ExecutionRow::isPaused);
    List<ExecutionRow> later =
        rows.stream().filter(row -> !row.createdAt().isBefore(reset)).toList();
    assertThat(later).noneMatch(ExecutionRow::hasMoved);
    assertThat(later).filteredOn(ExecutionRow::isPending).hasSize(max);
    assertThat(later).filteredOn(ExecutionRow::isPaused).hasSize(later.size() - max);
  }

  @Test
  void theProgressOfAResolutionIsStreamedUntilItIsDone() {
    String automation = node.create("streamed", 1);
    burst(automation, 3_001);
    CompletableFuture<ApiResponse> answer =
        postLater(ApiCalls.resolvePath(automation), ApiCalls.CANCEL);
    String id =
        await()
            .pollInterval(Duration.ofMillis(5))
            .until(
                () -> node.breaker(automation).ok().getJsonArray("recent"), list -> !list.isEmpty())
            .getJsonObject(0)
            .getString("resolutionId");

    String stream =
        node.api()
            .get(ApiCalls.resolutionsPath(automation) + "/" + id, "Accept", "text/event-stream")
            .text();

    List<JsonObject> events =
        stream
            .lines()
            .filter(line -> line.startsWith("data: "))
            .map(line -> new JsonObject(line.substring("data: ".length())))
            .toList();
    assertThat(events).allMatch(event -> event.getString("resolutionId").equals(id));
    assertThat(events).extracting(event -> event.getLong("pausedCount")).isSorted();
    assertThat(events.subList(0, events.size() - 1))
        .allMatch(event -> event.getString("state").equals("RUNNING"));
    JsonObject last = events.get(events.size() - 1);
    assertThat(last.getString("state")).isEqualTo("DONE");
    assertThat(ResolutionRow.Counts.of(last))
        .isEqualTo(new ResolutionRow.Counts(3_000, 0))
        .isEqualTo(ResolutionRow.Counts.of(answer.join().ok()));
  }

  @Test
  void everyCallLeavesItsAuditRow() {
    String automation = node.create("audited", 1);
    burst(automation, 4);

    node.resolve(automation, ApiCalls.CANCEL, "a drill").ok();

    JsonObject row =
        node.events().stream()
            .filter(event -> automation.equals(event.getString("automationId")))
            .filter(event -> event.getString("event").equals("paused_cancelled"))
            .findFirst()
            .orElseThrow();
    assertThat(row.getString("reason")).isEqualTo("a drill");
    assertThat(row.getString("actor")).isEqualTo(AdminCredentials.read(data).id());
    assertThat(ResolutionRow.Counts.of(row)).isEqualTo(new ResolutionRow.Counts(3, 0));
    assertThat(row.getJsonArray("failures")).isEqualTo(new JsonArray());
  }

  private static List<Long> burst(String automation, int count) {
    try (ConcurrentTriggers burst = new ConcurrentTriggers(node, automation, CONNECTIONS)) {
      return burst.fire(count);
    }
  }

  private static Set<Long> ids(String automation, String state) {
    List<ExecutionRow> rows = node.executions(automation, state);
    Set<Long> ids = new HashSet<>();
    rows.forEach(row -> ids.add(row.id()));
    assertThat(ids).hasSameSizeAs(rows);
    return ids;
  }
}
