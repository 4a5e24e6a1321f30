package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.harness.ApiCalls;
import io.spillway.harness.BacklogWriter;
import io.spillway.harness.ServerProcess;
import io.spillway.store.sql.SqliteStore;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A resolution whose call is answered before it is carried out, and whose node is killed then. */
@Timeout(value = 10 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BackgroundResolutionIT {
  private static final String ID = "backlog";
  private static final int PAUSED = 300_000;

  @RegisterExtension final Nodes nodes = Nodes.perTest();
  @TempDir Path directory;
  private Path data;

  @BeforeEach
  void pauseMany() throws Exception {
    data = Files.createDirectory(directory.resolve("data"));
    nodes.start(data).kill();
    try (SqliteStore store =
        SqliteStore.inFile(
            data.resolve("spillway.db"), Clock.systemUTC(), new SimpleMeterRegistry())) {
      new BacklogWriter(store).add(ID, PAUSED, "{}".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void aClearWithADecisionIsCarriedOutAfterAKill() {
    ServerProcess node = nodes.start(data);
    String resolution =
        node.signIn()
            .post(
                ApiCalls.pathOf(ID) + "/circuit_breaker/clear",
                ApiCalls.order(ApiCalls.CANCEL, "a test"))
            .ok()
            .getString("bulkActionId");

    node.kill();

    ApiCalls restarted = new ApiCalls(nodes.start(data).signIn());
    JsonObject done = awaitDone(restarted, resolution);
    assertThat(done.getLong("pausedCount")).isEqualTo(PAUSED);
    assertThat(done.getLong("erroredCount")).isZero();
    JsonObject breaker = restarted.breaker(ID).ok();
    assertThat(breaker.getBoolean("tripped")).isFalse();
    assertThat(breaker.getLong("pausedCount")).isZero();
    List<JsonObject> events = eventsOf(restarted);
    assertThat(events)
        .extracting(event -> event.getString("event"))
        .containsExactly("breaker_cleared", "paused_cancelled");
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.getString("resolutionId")).isEqualTo(resolution);
              assertThat(event.getString("reason")).isEqualTo("a test");
            });
  }

  private static JsonObject awaitDone(ApiCalls node, String resolution) {
    String path = ApiCalls.resolutionsPath(ID) + "/" + resolution;
    return await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> node.api().get(path).ok().getJsonObject("resolution"),
            shown -> shown.getString("state").equals("DONE"));
  }

  private static List<JsonObject> eventsOf(ApiCalls node) {
    return node.events().stream()
        .filter(event -> ID.equals(event.getString("automationId")))
        .toList();
  }
}
