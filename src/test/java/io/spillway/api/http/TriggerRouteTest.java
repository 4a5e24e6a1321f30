package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.micrometer.core.instrument.Timer;
import io.spillway.domain.automation.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A trigger has the same response on the fast path and, with a percent-encoded id, through the
 * router.
 */
class TriggerRouteTest {
  private static final String PLAIN = "/api/v1/automations/a1/execute";
  private static final String ENCODED = "/api/v1/automations/%611/execute";
  private static final String ADMIN = "Authorization: Bearer admin\n";
  private static final int MAX = 1 << 20;

  private static ApiServer server;

  private Map<String, Long> timedBefore = Map.of();

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
    timedBefore = timed();
  }

  @Test
  void onlyWhatIsWrittenPlainlyGoesPastTheRouter() {
    List<Boolean> routed = new ArrayList<>();
    server.router.before =
        (id, command) -> {
          routed.add(isInRouter());
          return Future.succeededFuture();
        };

    answer(server, PLAIN, ADMIN + "\n");
    answer(server, ENCODED, ADMIN + "\n");
    answer(server, PLAIN + "?a=b", ADMIN + "\n");
    answer(server, "http://localhost" + PLAIN, ADMIN + "\n");

    assertThat(routed).containsExactly(false, true, true, true);
  }

  static Stream<Arguments> requests() {
    String tooLarge = " ".repeat(MAX + 1);
    return Stream.of(
        arguments("200 OK", ADMIN + "\n"),
        arguments("200 OK", ADMIN + body("{\"context\":{\"context\":{\"a\":1}}}")),
        arguments("200 OK", ADMIN + body("{}" + " ".repeat(MAX - 2))),
        arguments("200 OK", ADMIN + chunked("{", "\"context\":{}", "}")),
        arguments("200 OK", ADMIN + "Expect: 100-continue\n" + body("{}")),
        arguments("200 OK", "Authorization: bearer operator \n\n"),
        arguments("400 Bad Request", ADMIN + body("{\"context\":")),
        arguments("400 Bad Request", ADMIN + body("[]")),
        arguments("400 Bad Request", ADMIN + chunked("{", "]")),
        arguments("401 Unauthorized", "\n"),
        arguments("401 Unauthorized", body("{\"context\":")),
        arguments("401 Unauthorized", ADMIN + ADMIN + "\n"),
        arguments("401 Unauthorized", "Authorization: Basic YTpi\n\n"),
        arguments("401 Unauthorized", "Authorization: Bearer nobody\n\n"),
        arguments("403 Forbidden", "Authorization: Bearer viewer\n" + body("{}")),
        arguments("413 Request Entity Too Large", ADMIN + body(tooLarge)),
        arguments("413 Request Entity Too Large", ADMIN + chunked(tooLarge)),
        arguments(
            "413 Request Entity Too Large", ADMIN + "Expect: 100-continue\n" + body(tooLarge)),
        arguments("415 Unsupported Media Type", ADMIN + "Content-Type: text/plain\n" + body("{}")));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void bothWaysAnswerAlike(String status, String request) {
    assertAlike(status, request);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void bothWaysAnswerAlikeIfTheTokenIsNotKnownYet(String status, String request) {
    server.beforeVerifying = () -> server.vertx.timer(1).mapEmpty();
    assertAlike(status, request);
  }

  @ParameterizedTest
  @EnumSource(Refusal.Reason.class)
  void bothWaysRefuseAlike(Refusal.Reason reason) {
    server.router.failure = Optional.of(new Refusal(reason, "because").asException());
    String answer = answer(server, PLAIN, ADMIN + "\n");
    assertThat(answer).contains("because").isEqualTo(answer(server, ENCODED, ADMIN + "\n"));
  }

  @Test
  void bothWaysAnswerAFaultAlike() {
    server.router.before =
        (id, command) -> {
          throw new IllegalStateException("secret");
        };
    assertAlike("500 Internal Server Error", ADMIN + "\n");
  }

  @Test
  void bothWaysAnswerAlikeThatAnAutomationIsUnknown() {
    String answer = answer(server, "/api/v1/automations/none/execute", ADMIN + "\n");
    assertThat(answer)
        .startsWith("HTTP/1.1 404 Not Found")
        .contains("none does not exist")
        .isEqualTo(answer(server, "/api/v1/automations/%6eone/execute", ADMIN + "\n"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "HTTP/1.1, none, HTTP/1.1 400 Bad Request, 0",
        "HTTP/1.1, a b, HTTP/1.1 400 Bad Request, 0",
        "HTTP/1.0, none, HTTP/1.0 200 OK, 2",
        "HTTP/1.0, a b, HTTP/1.0 200 OK, 2"
      })
  void bothWaysAskForAHostAlike(String version, String host, String status, long timed) {
    String rest = version + "\n" + (host == null ? "" : "Host: " + host + "\n") + ADMIN;
    rest += "Connection: close\n\n";
    String answer = raw(server, "POST " + PLAIN + " " + rest);
    assertThat(answer).startsWith(status).isEqualTo(raw(server, "POST " + ENCODED + " " + rest));
    assertTimed(timed == 0 ? Map.of() : Map.of("executeAutomation POST 200", timed));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/v1/automations/a1/execute/, 404 Not Found",
    "POST, //api/v1/automations/a1/execute, 404 Not Found",
    "POST, /api/v1/automations//a1/execute, 404 Not Found",
    "POST, /api/v1/automations/x/../a1/execute, 404 Not Found",
    "POST, /api/v1/automations/a1/execute?a=b, 200 OK",
    "POST, /api/v1/automations/a1/execute?a=%zz, 400 Bad Request",
    "POST, /api/v1/automations/a1/execute?access_token=a, 401 Unauthorized",
    "POST, /api/v1/automations/a1/execute#a, 404 Not Found",
    "POST, /api/v1/automations/a%zz/execute, 400 Bad Request",
    "POST, /api/v1/automations/a%2F1/execute, 404 Not Found",
    "POST, /api/v1/automations/a.1/execute, 404 Not Found",
    "POST, /api/v1/automations//execute, 404 Not Found",
    "POST, /api/v1/automations/execute, 404 Not Found",
    "POST, /api/v1/automations/a1/executed, 404 Not Found",
    "POST, /api/v1/automations/a1/b/execute, 404 Not Found",
    "GET, /api/v1/automations/a1/execute, 405 Method Not Allowed",
    "HEAD, /api/v1/automations/a1/execute, 405 Method Not Allowed",
    "PUT, /api/v1/automations/a1/execute, 405 Method Not Allowed"
  })
  void whatIsWrittenOtherwiseIsLeftToTheRouter(String method, String path, String status) {
    String answer =
        raw(server, method + " " + path + " HTTP/1.1\nHost: a\nConnection: close\n" + ADMIN + "\n");
    assertThat(answer).startsWith("HTTP/1.1 " + status);
  }

  @Test
  void anIdOfAnyLengthIsLookedUp() {
    for (int length : List.of(128, 129)) {
      String path = "/api/v1/automations/" + "a".repeat(length) + "/execute";
      assertThat(answer(server, path, ADMIN + "\n")).contains("a".repeat(length) + " does not");
    }
  }

  @Test
  void bothWaysAnswerAlikeThatTheNodeIsFull() {
    try (ApiServer small = new ApiServer(1);
        RawClient first = new RawClient(small.port())) {
      Promise<Void> hold = Promise.promise();
      small.router.before = (id, command) -> hold.future();
      first.send(crlf(request(PLAIN, ADMIN + "\n")));
      await().until(() -> small.router.commands.size() == 1);

      String answer = answer(small, PLAIN, ADMIN + "\n");

      assertThat(answer)
          .startsWith("HTTP/1.1 503 Service Unavailable")
          .contains("limit of concurrent requests")
          .isEqualTo(answer(small, ENCODED, ADMIN + "\n"));
      hold.complete();
      assertThat(first.received()).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void bothWaysAnswerAlikeThatTheNodeDrains() {
    try (ApiServer draining = new ApiServer()) {
      draining.gate.drain();

      HttpResponse<String> answer = draining.post(PLAIN, "{}");

      HttpResponse<String> routed = draining.post(ENCODED, "{}");
      BadInputTest.assertRefused(answer, 503, 14, "shutting down");
      assertThat(answer.headers().firstValue("Connection")).contains("close");
      assertThat(answer.headers()).isEqualTo(routed.headers());
      assertThat(answer.body()).isEqualTo(routed.body());
      assertThat(draining.gate.inFlight()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "admin | {\"context\":{}} | 200",
        "admin | {\"context\": | 400",
        "nobody | {} | 401",
        "viewer | {} | 403"
      })
  void bothWaysAnswerAlikeOverHttp2(String token, String body, int status) {
    HttpClient client = server.vertx.createHttpClient(ApiServer.http2());
    List<String> answers = new ArrayList<>();
    for (String path : List.of(PLAIN, ENCODED)) {
      answers.add(
          ApiServer.await(
              client
                  .request(HttpMethod.POST, server.tlsPort(), "127.0.0.1", path)
                  .compose(
                      request ->
                          // Nested, so that the body is read on the thread that receives it.
                          request
                              .putHeader("Authorization", "Bearer " + token)
                              .send(Buffer.buffer(body))
                              .compose(
                                  response ->
                                      response.body().map(text -> whole(response, text))))));
    }
    // Kept reachable until here: an HttpClient that is garbage collected is closed with its
    // requests.
    ApiServer.await(client.close());
    assertThat(answers.get(0)).startsWith("HTTP_2 " + status).isEqualTo(answers.get(1));
    assertTimed(Map.of("executeAutomation POST " + status, 2L));
  }

  private static String whole(HttpClientResponse response, Buffer body) {
    return response.version() + " " + response.statusCode() + "\n" + response.headers() + body;
  }

  private void assertAlike(String status, String request) {
    String answer = answer(server, PLAIN, request);
    assertThat(answer).contains("HTTP/1.1 " + status);
    assertThat(answer).isEqualTo(answer(server, ENCODED, request));
    assertTimed(Map.of("executeAutomation POST " + status.substring(0, 3), 2L));
    assertThat(server.gate.inFlight()).isZero();
  }

  private void assertTimed(Map<String, Long> expected) {
    await()
        .untilAsserted(
            () -> {
              Map<String, Long> since = timed();
              timedBefore.forEach((series, count) -> since.merge(series, -count, Long::sum));
              since.values().removeIf(count -> count == 0);
              assertThat(since).isEqualTo(expected);
            });
  }

  private static Map<String, Long> timed() {
    Map<String, Long> counts = new HashMap<>();
    for (Timer timer : server.metrics.find("spillway.http.requests").timers()) {
      String series =
          timer.getId().getTag("route")
              + " "
              + timer.getId().getTag("method")
              + " "
              + timer.getId().getTag("status");
      counts.put(series, timer.count());
    }
    return counts;
  }

  private static boolean isInRouter() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames.anyMatch(frame -> frame.getClassName().startsWith("io.vertx.ext.web.")));
  }

  /** The whole answer to a trigger, headers included. */
  private static String answer(ApiServer server, String path, String headersAndBody) {
    return raw(server, request(path, headersAndBody));
  }

  private static String request(String path, String headersAndBody) {
    return "POST " + path + " HTTP/1.1\nHost: localhost\nConnection: close\n" + headersAndBody;
  }

  private static String raw(ApiServer server, String request) {
    try (RawClient client = new RawClient(server.port())) {
      return client.send(crlf(request)).received();
    }
  }

  private static String crlf(String request) {
    return request.replace("\n", "\r\n");
  }

  private static String body(String body) {
    return "Content-Length: " + body.length() + "\n\n" + body;
  }

  private static String chunked(String... chunks) {
    StringBuilder body = new StringBuilder("Transfer-Encoding: chunked\n\n");
    for (String chunk : chunks) {
      body.append(Integer.toHexString(chunk.length())).append('\n').append(chunk).append('\n');
    }
    return body.append("0\n\n").toString();
  }
}
