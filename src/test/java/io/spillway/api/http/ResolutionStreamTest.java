package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.api.http.server.HttpSettings;
import io.spillway.api.http.server.HttpTimeouts;
import io.spillway.domain.resolution.Resolution;
import io.spillway.engine.event.EventBusAddresses;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolutionStreamTest {
  private ApiServer server;
  private CompletableFuture<HttpResponse<Void>> response = new CompletableFuture<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() {
    server = new ApiServer();
    server.store.resolutions.add(ApiSamples.running("r1"));
    server.router.running = Optional.of(ApiSamples.running("r1"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theFirstEventComesAtOnceAndTheLastOneEndsTheStream() {
    open();
    await().until(() -> paused().equals(List.of(2)));
    publish(5, "RUNNING");
    await().until(() -> paused().equals(List.of(2, 5)));
    publish(8, "DONE");

    assertThat(response.join().headers().firstValue("Content-Type")).contains("text/event-stream");
    assertThat(response.join().headers().firstValue("X-Accel-Buffering")).contains("no");
    await().until(() -> paused().equals(List.of(2, 5, 8)));
    await().until(() -> server.gate.inFlight() == 0);
  }

  @Test
  void anEventThatTellsNothingNewIsNotSent() {
    open();
    await().until(() -> paused().equals(List.of(2)));
    publish(1, "RUNNING");
    publish(2, "RUNNING");
    publish(3, "RUNNING");
    await().until(() -> paused().contains(3));
    assertThat(paused()).containsExactly(2, 3);
  }

  @Test
  void itBeginsWithTheRecordedCountsIfTheActorIsBehind() {
    server.store.resolutions.set(0, ApiSamples.running("r1").counting(new Resolution.Counts(6, 0)));
    open();
    await().until(() -> paused().equals(List.of(6)));
  }

  @Test
  void aChangeWithoutAnEventIsFoundByReadingAgain() {
    open();
    await().until(() -> paused().equals(List.of(2)));
    server.store.resolutions.set(
        0, ApiSamples.running("r1").finished(new Resolution.Counts(8, 0), ApiSamples.AT));
    server.router.running = Optional.empty();
    await().until(() -> paused().equals(List.of(2, 8)));
    await().until(() -> server.gate.inFlight() == 0);
  }

  @Test
  void aFinishedResolutionIsOneEvent() {
    server.store.resolutions.set(0, ApiSamples.finished("r1"));
    open();
    response.join();
    await().until(() -> paused().equals(List.of(7)));
    await().until(() -> server.gate.inFlight() == 0);
  }

  @Test
  void theFirstEventComesAlthoughTheActorIsBusy() {
    server.router.before = (id, command) -> Promise.promise().future();
    open();
    await().until(() -> paused().equals(List.of(2)));
    publish(5, "RUNNING");
    await().until(() -> paused().equals(List.of(2, 5)));
  }

  @Test
  void aStreamWithoutChangesHasCommentsAndIsNotToBeBuffered() {
    Duration second = Duration.ofSeconds(1);
    server.close();
    server =
        new ApiServer(
            new HttpSettings(
                "127.0.0.1",
                0,
                Optional.empty(),
                Set.of(),
                new HttpTimeouts(second, Duration.ofMinutes(1), second)),
            100);
    server.store.resolutions.add(ApiSamples.running("r1"));
    server.router.running = Optional.of(ApiSamples.running("r1"));
    open();

    await().until(() -> lines.stream().filter(line -> line.startsWith(":")).count() == 2);
    assertThat(paused()).containsExactly(2);
    publish(8, "DONE");
    assertThat(response.join().headers().firstValue("X-Accel-Buffering")).contains("no");
  }

  @Test
  void theCommentsOfANodeAreFifteenSecondsApart() {
    assertThat(HttpTimeouts.ofRequest(Duration.ofSeconds(30)).heartbeat())
        .isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void aDrainEndsTheStream() {
    open();
    await().until(() -> paused().equals(List.of(2)));
    assertThat(server.gate.inFlight()).isEqualTo(1);
    ApiServer.await(server.gate.drain());
    assertThat(server.gate.inFlight()).isZero();
  }

  @Test
  void aClientThatLeavesIsForgotten() {
    open();
    await().until(() -> paused().equals(List.of(2)));
    response.cancel(true);
    await().until(() -> server.gate.inFlight() == 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/event-stream;q=0 | application/json",
        "application/json, Text/Event-Stream; q=0.000 | application/json",
        "*/* | application/json",
        "text/event-stream-not | application/json",
        "text/event-stream;q=0.5, application/json;q=0.9 | application/json",
        "text/event-stream;q=0.001 | text/event-stream",
        "text/event-stream, */*;q=0.1 | text/event-stream",
        "application/json;q=0.1, text/event-stream | text/event-stream",
        "application/json, text/event-stream | text/event-stream"
      })
  void theTypeIsThatWhichTheClientAccepts(String accept, String type) {
    server.store.resolutions.set(0, ApiSamples.finished("r1"));
    HttpResponse<String> answer =
        server.send(
            server
                .request("GET", "/api/v1/automations/a1/circuit_breaker/resolutions/r1", "")
                .header("Authorization", "Bearer viewer")
                .header("Accept", accept));
    assertThat(answer.headers().firstValue("Content-Type")).contains(type);
  }

  @Test
  void allLinesOfTheHeaderAreRead() {
    server.store.resolutions.set(0, ApiSamples.finished("r1"));
    HttpResponse<String> answer =
        server.send(
            server
                .request("GET", "/api/v1/automations/a1/circuit_breaker/resolutions/r1", "")
                .header("Authorization", "Bearer viewer")
                .header("Accept", "application/json;q=0.5")
                .header("Accept", "text/event-stream"));
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
  }

  @Test
  void anUnknownResolutionIsNotFoundAsJson() {
    HttpResponse<String> response =
        server.send(
            server
                .request("GET", "/api/v1/automations/a1/circuit_breaker/resolutions/none", "")
                .header("Authorization", "Bearer viewer")
                .header("Accept", "text/event-stream"));
    BadInputTest.assertRefused(response, 404, 5, "resolution none");
  }

  private void open() {
    response =
        server
            .client()
            .sendAsync(
                server
                    .request("GET", "/api/v1/automations/a1/circuit_breaker/resolutions/r1", "")
                    .header("Authorization", "Bearer viewer")
                    .header("Accept", "text/event-stream")
                    .build(),
                BodyHandlers.fromLineSubscriber(new LineCollector(lines)));
  }

  private void publish(int paused, String state) {
    JsonObject resolution =
        new JsonObject()
            .put("resolutionId", "r1")
            .put("state", state)
            .put("pausedCount", paused)
            .put("erroredCount", 0);
    server
        .vertx
        .eventBus()
        .publish(
            EventBusAddresses.EVENTS,
            new JsonObject()
                .put("type", "resolution.progress")
                .put("automationId", "a1")
                .put("resolution", resolution));
  }

  private List<Integer> paused() {
    return lines.stream()
        .filter(line -> line.startsWith("data: "))
        .map(line -> new JsonObject(line.substring(6)).getInteger("pausedCount"))
        .toList();
  }
}
