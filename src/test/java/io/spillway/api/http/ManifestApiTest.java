package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.resolution.FailedSegment;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManifestApiTest {
  private static final String PATH =
      "/api/v1/automations/a1/circuit_breaker/resolutions/r2/manifest";
  private static final int MANY = 400;

  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = new ApiServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void reset() {
    server.reset();
    server.store.resolutions.add(ApiSamples.running("r1"));
    server.store.resolutions.add(ApiSamples.finished("r2"));
  }

  private static void hold(long segmentId, int executions) {
    long at = ApiSamples.AT.toEpochMilli();
    Segment paused =
        Segment.empty(segmentId, "a1").append(new AppendBatch(0, 0, executions, 1, at));
    server.store.segments.segments.put(segmentId, paused);
  }

  private static void resolve(long segmentId) {
    server.store.segments.segments.computeIfPresent(
        segmentId,
        (id, paused) ->
            paused
                .resolve("r2", 1, ExecutionState.TERMINATE, ApiSamples.AT.toEpochMilli())
                .segment());
  }

  private static void resolveMany() {
    for (long segmentId = 1; segmentId <= MANY; segmentId++) {
      hold(segmentId, ExecutionIds.SLOTS);
      resolve(segmentId);
    }
  }

  @Test
  void thereIsALineForEachExecutionWithItsOutcome() {
    hold(3, 2);
    resolve(3);
    hold(5, 2);
    server.store.failedSegments.add(new FailedSegment(5, "disk full", List.of(5_120L, 5_121L)));
    hold(9, 1);

    HttpResponse<String> response = server.get(PATH);

    assertThat(response.headers().firstValue("Content-Type")).contains("application/x-ndjson");
    assertThat(response.body())
        .isEqualTo(
            """
            {"executionId":"3072","outcome":"cancelled"}
            {"executionId":"3073","outcome":"cancelled"}
            {"executionId":"5120","outcome":"failed","cause":"disk full"}
            {"executionId":"5121","outcome":"failed","cause":"disk full"}
            """);
  }

  @Test
  void aSegmentThatCannotBeReadHasALineForItsRange() {
    hold(3, 2);
    resolve(3);
    hold(5, 2);
    server.store.segments.unreadable = 5;
    hold(9, 1);
    resolve(9);

    assertThat(server.get(PATH).body())
        .isEqualTo(
            """
            {"executionId":"3072","outcome":"cancelled"}
            {"executionId":"3073","outcome":"cancelled"}
            {"firstExecutionId":"5120","lastExecutionId":"6143","outcome":"unreadable",\
            "cause":"segment 5 cannot be read: damaged"}
            {"executionId":"9216","outcome":"cancelled"}
            """);
  }

  @Test
  void aResolutionThatFoundNothingHasAnEmptyManifest() {
    assertThat(server.get(PATH).statusCode()).isEqualTo(200);
    assertThat(server.get(PATH).body()).isEmpty();
  }

  @Test
  void whileAResolutionRunsItsManifestIsRefused() {
    BadInputTest.assertRefused(server.get(PATH.replace("r2", "r1")), 409, 10, "r1 is RUNNING");
  }

  @Test
  void anUnknownResolutionIsNotFound() {
    BadInputTest.assertRefused(server.get(PATH.replace("r2", "r9")), 404, 5, "resolution r9");
    BadInputTest.assertRefused(server.get(PATH.replace("a1", "a9")), 404, 5, "automation a9");
  }

  @Test
  void everyLineOfManySegmentsArrives() {
    resolveMany();
    assertThat(server.get(PATH).body().lines())
        .hasSize(MANY * ExecutionIds.SLOTS)
        .doesNotHaveDuplicates();
  }

  @Test
  void aFaultInTheMiddleCutsTheAnswerOff() {
    resolveMany();
    server.store.segments.failsAt = MANY;
    assertThatThrownBy(() -> server.get(PATH)).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void aFaultAtTheBeginningIsAnAnswer() {
    resolveMany();
    server.store.segments.failsAt = 1;
    BadInputTest.assertRefused(server.get(PATH), 503, 14, "try again");
  }

  @Test
  void aClientThatDoesNotReadIsWaitedForAndOneThatLeavesEndsIt() throws IOException {
    resolveMany();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setReceiveBufferSize(4_096);
      socket
          .getOutputStream()
          .write(
              ("GET " + PATH + " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer viewer\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      assertThat(in.readNBytes(100)).hasSize(100);
      AtomicInteger before = new AtomicInteger();
      await("no more is read of the store")
          .pollInterval(Duration.ofMillis(200))
          .until(() -> before.getAndSet(server.store.segments.loads.get()) == before.get());
      assertThat(server.store.segments.loads.get()).isLessThan(MANY);
      assertThat(server.gate.inFlight()).isEqualTo(1);
    }
    await().until(() -> server.gate.inFlight() == 0);
    assertThat(server.store.segments.loads.get()).isLessThan(MANY);
  }
}
