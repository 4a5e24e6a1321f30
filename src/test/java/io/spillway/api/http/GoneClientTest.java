package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Timer;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client that disconnects early releases its place in the gate and its memory once, on both
 * paths.
 */
class GoneClientTest {
  private static final String PLAIN = "/api/v1/automations/a1/execute";
  private static final String ENCODED = "/api/v1/automations/%611/execute";

  private final Promise<Void> hold = Promise.promise();
  private final AtomicBoolean verifying = new AtomicBoolean();
  private ApiServer server;

  /** Kept reachable: one that is garbage collected is closed with its requests. */
  private HttpClient http2;

  @BeforeEach
  void start() {
    server = new ApiServer();
    http2 = server.vertx.createHttpClient(ApiServer.http2());
    server.router.before = (id, command) -> hold.future();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({PLAIN + ", false", PLAIN + ", true", ENCODED + ", false", ENCODED + ", true"})
  void inTheMiddleOfTheBody(String path, boolean abruptly) {
    RawClient client = send(path, "Content-Length: 100\r\n\r\n{");
    await().until(() -> server.gate.memory().taken() > 0);
    assertThat(server.gate.inFlight()).as("a request that has not arrived whole").isZero();

    leave(client, abruptly);

    assertLeftOnce();
    assertThat(statuses()).containsOnly("200");
    assertThat(server.router.commands).as("but for the one that follows").hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({PLAIN + ", false", PLAIN + ", true", ENCODED + ", false", ENCODED + ", true"})
  void inTheMiddleOfTheExecution(String path, boolean abruptly) {
    RawClient client = send(path, "Content-Length: 2\r\n\r\n{}");
    await().until(() -> server.router.commands.size() == 1);

    leave(client, abruptly);

    assertLeftOnce();
    assertThat(statuses()).containsOnly("200");
  }

  @ParameterizedTest
  @CsvSource({PLAIN + ", false", PLAIN + ", true", ENCODED + ", false", ENCODED + ", true"})
  void whileItsTokenIsVerified(String path, boolean abruptly) {
    holdVerifying();
    RawClient client = send(path, "Content-Length: 2\r\n\r\n{}");
    await().until(verifying::get);

    leave(client, abruptly);

    assertLeftOnce();
    assertThat(statuses()).containsOnly("200");
  }

  @ParameterizedTest
  @ValueSource(strings = {PLAIN, ENCODED})
  void inTheMiddleOfTheBodyOverHttp2(String path) {
    HttpClientRequest request = http2Request(path);
    request.putHeader("Content-Length", "100").write("{");
    await().until(() -> server.gate.memory().taken() > 0);

    request.reset();

    assertLeftOnce();
  }

  @ParameterizedTest
  @ValueSource(strings = {PLAIN, ENCODED})
  void inTheMiddleOfTheExecutionOverHttp2(String path) {
    HttpClientRequest request = http2Request(path);
    request.end("{}");
    await().until(() -> server.router.commands.size() == 1);

    request.reset();

    assertLeftOnce();
  }

  @ParameterizedTest
  @ValueSource(strings = {PLAIN, ENCODED})
  void whileItsTokenIsVerifiedOverHttp2(String path) {
    holdVerifying();
    HttpClientRequest request = http2Request(path);
    request.end("{}");
    await().until(verifying::get);

    request.reset();

    assertLeftOnce();
  }

  private void holdVerifying() {
    server.beforeVerifying =
        () -> {
          verifying.set(true);
          return hold.future();
        };
  }

  private void assertLeftOnce() {
    await().until(() -> server.gate.inFlight() == 0 && server.gate.memory().taken() == 0);
    // The delayed reply comes too late now.
    server.vertx.runOnContext(now -> hold.complete());
    await().until(() -> hold.future().isComplete());
    assertThat(server.post(ENCODED, "").statusCode()).isEqualTo(200);
    await().until(() -> timed() == 2);
    assertThat(server.gate.inFlight()).isZero();
    assertThat(server.gate.memory().taken()).isZero();
  }

  private long timed() {
    return server.metrics.find("spillway.http.requests").timers().stream()
        .mapToLong(Timer::count)
        .sum();
  }

  private List<String> statuses() {
    return server.metrics.find("spillway.http.requests").timers().stream()
        .map(timer -> timer.getId().getTag("status"))
        .toList();
  }

  private RawClient send(String path, String rest) {
    return new RawClient(server.port())
        .send("POST " + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer admin\r\n" + rest);
  }

  private static void leave(RawClient client, boolean abruptly) {
    if (abruptly) {
      client.abort();
    } else {
      client.close();
    }
  }

  private HttpClientRequest http2Request(String path) {
    HttpClientRequest request =
        ApiServer.await(http2.request(HttpMethod.POST, server.tlsPort(), "127.0.0.1", path));
    return request.putHeader("Authorization", "Bearer admin");
  }
}
