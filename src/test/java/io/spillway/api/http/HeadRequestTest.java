package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.contract.Document;
import io.spillway.contract.DocumentedOperation;
import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.Segment;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HEAD has the response of GET without the body. */
class HeadRequestTest {
  private static final String RESOLUTIONS = "/api/v1/automations/a1/circuit_breaker/resolutions/";

  /** Of the body, which is not sent; a server may leave them out. */
  private static final Set<String> OF_THE_BODY = Set.of("content-length", "transfer-encoding");

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
    server.executions.add(1, "a1", ExecutionState.DONE, "{}");
    server.store.resolutions.add(ApiSamples.running("r1"));
    server.store.resolutions.add(ApiSamples.finished("r2"));
    server.store.events.addAll(ApiSamples.events(3));
    long at = ApiSamples.AT.toEpochMilli();
    Segment paused = Segment.empty(1, "a1").append(new AppendBatch(0, 0, 3, 1, at));
    Segment resolved = paused.resolve("r2", 1, ExecutionState.TERMINATE, at).segment();
    server.store.segments.segments.put(1L, resolved);
  }

  static Stream<String> paths() {
    return Stream.concat(
        Document.load().operations().stream()
            .filter(operation -> operation.method().equals("GET"))
            // Answered with a Location only, see below.
            .filter(operation -> !operation.id().equals("startProviderSignIn"))
            .map(HeadRequestTest::path),
        Stream.of("/docs", "/docs/start.js"));
  }

  private static String path(DocumentedOperation operation) {
    return operation
        .path()
        .replace("automations/{id}", "automations/a1")
        .replace("executions/{id}", "executions/1")
        .replace("clients/{id}", "clients/c1")
        .replace("webhooks/{id}", "webhooks/w1")
        .replace("{resolutionId}", "r2");
  }

  @ParameterizedTest
  @MethodSource("paths")
  void whatCanBeGotHasAHead(String path) {
    HttpResponse<String> got = server.get(path);
    assertThat(got.statusCode()).isEqualTo(200);
    assertThat(got.body()).isNotEmpty();

    HttpResponse<String> head = server.send("HEAD", path, "");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(headers(head)).isEqualTo(headers(got));
    assertThat(onTheWire(path)).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/v1/automations/a2", RESOLUTIONS + "r9", "/api/v1/clients/x", "/nothing"})
  void whatIsNotThereHasAHeadThatSaysSo(String path) {
    assertThat(server.send("HEAD", path, "").statusCode()).isEqualTo(404);
    assertThat(onTheWire(path)).startsWith("HTTP/1.1 404 Not Found\r\n").endsWith("\r\n\r\n");
  }

  @Test
  void whatSendsElsewhereHasTheSameHead() {
    String path = "/auth/v1/provider/authorize?" + SignInTest.QUERY;
    HttpResponse<String> head = server.send("HEAD", path, "");
    assertThat(head.statusCode()).isEqualTo(302);
    assertThat(headers(head)).isEqualTo(headers(server.get(path))).containsKey("location");
  }

  @Test
  void theHeadAsksForATokenToo() {
    HttpResponse<String> response =
        server.send(server.request("HEAD", "/api/v1/automations/a1", ""));
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
  }

  @Test
  void theHeadOfAStreamDoesNotWaitForItsEnd() {
    server.router.running = Optional.of(ApiSamples.running("r1"));
    assertThat(onTheWire(RESOLUTIONS + "r1", "Accept: text/event-stream\r\n"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("content-type: text/event-stream\r\n")
        .endsWith("\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/automations/a1", "/docs", "/openapi.yaml", "/nothing"})
  void noBodyIsSentOverHttp2Either(String path) {
    HttpClient client = server.vertx.createHttpClient(ApiServer.http2());
    Buffer body =
        ApiServer.await(
            client
                .request(HttpMethod.HEAD, server.tlsPort(), "127.0.0.1", path)
                .compose(request -> request.send().compose(response -> response.body())));
    assertThat(body.length()).isZero();
    ApiServer.await(client.close());
  }

  /** What comes for HEAD until the server closes the connection. */
  private static String onTheWire(String path) {
    return onTheWire(path, "");
  }

  private static String onTheWire(String path, String more) {
    try (RawClient client = new RawClient(server.port())) {
      return client
          .send(
              "HEAD "
                  + path
                  + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer admin\r\n"
                  + more
                  + "Connection: close\r\n\r\n")
          .received();
    }
  }

  private static Map<String, List<String>> headers(HttpResponse<String> response) {
    Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
    headers.keySet().removeAll(OF_THE_BODY);
    return headers;
  }
}
