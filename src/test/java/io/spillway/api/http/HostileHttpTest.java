package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.api.http.server.HttpServerVerticle;
import io.spillway.api.http.server.HttpSettings;
import io.vertx.core.Promise;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks at the level of the HTTP protocol. */
class HostileHttpTest {
  private static final String EXECUTE =
      "POST /api/v1/automations/a1/execute HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer admin\r\n";
  private static final Duration MIN_LENGTH = Duration.ofSeconds(1);

  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = new ApiServer(impatient(), 100);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void reset() {
    server.reset();
  }

  @Test
  void headersThatDoNotComeToAnEndAreNotWaitedFor() {
    assertThat(answerTo("GET /health/live HTTP/1.1\r\nHost: x\r\nX-Slow: ")).isEmpty();
  }

  @Test
  void aBodyThatDoesNotComeToAnEndIsNotWaitedFor() {
    answerTo(EXECUTE + "Content-Length: 10\r\n\r\n{");
    assertThat(server.router.commands).isEmpty();
  }

  @Test
  void chunksThatDoNotComeToAnEndAreNotWaitedFor() {
    answerTo(EXECUTE + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n");
    assertThat(server.router.commands).isEmpty();
  }

  @Test
  void aRequestThatIsAnsweredSlowlyIsNotTakenForOneThatArrivesSlowly() {
    try (RawClient client = new RawClient(server.port())) {
      client.send("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(client.received()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void whatFollowsARequestWithTwoFramingsIsNotTakenForTheNextOne() {
    String second = EXECUTE + "Content-Length: 2\r\n\r\n{}";
    String answer =
        answerTo(
            EXECUTE + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + second);
    assertThat(answer).containsOnlyOnce("HTTP/1.1 ");
    assertThat(server.router.commands).hasSizeLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "3"})
  void twoLengthsInOneRequestAreRefused(String second) {
    assertRefused(
        answerTo(EXECUTE + "Content-Length: 2\r\nContent-Length: " + second + "\r\n\r\n{}"), 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip, chunked", "xchunked", "identity", "chunked, identity"})
  void aFramingThatTheServerDoesNotKnowIsRefused(String encoding) {
    assertRefused(answerTo(EXECUTE + "Transfer-Encoding: " + encoding + "\r\n\r\n0\r\n\r\n"), 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2;a=b|{}|0||", "2;a=\"b\"|{}|0||"})
  void extensionsOfChunksAreIgnored(String chunks) {
    assertThat(
            answerTo(EXECUTE + "Transfer-Encoding: chunked\r\n\r\n" + chunks.replace("|", "\r\n")))
        .startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2;a=b\nX|{}|0||",
        "2;\u0001|{}|0||",
        "zz|{}|0||",
        "-1||",
        "99999999999|{}|0||",
        "2|{}0||",
        "2|{}|0|A b: c||"
      })
  void chunksThatTheServerDoesNotReadAreRefused(String chunks) {
    assertRefused(
        answerTo(EXECUTE + "Transfer-Encoding: chunked\r\n\r\n" + chunks.replace("|", "\r\n")),
        400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /api/v1/automations HTTP/1.1",
        "GET /api/v1/automations HTTP/1.1",
        "DELETE /api/v1/automations/a1 HTTP/1.1",
        "GET /metrics HTTP/1.1",
        "GET /docs HTTP/1.1",
        "POST /none HTTP/1.1"
      })
  void chunksThatTheServerDoesNotReadDoNotFailAnyOperation(String request) {
    for (String chunks : List.of("zz\r\n", "2;\u0001\r\n{}\r\n0\r\n\r\n", "2\r\n{}0\r\n\r\n")) {
      String answer =
          answerTo(
              request
                  + "\r\nHost: x\r\nAuthorization: Bearer viewer\r\n"
                  + "Transfer-Encoding: chunked\r\n\r\n"
                  + chunks);
      assertThat(answer).as(chunks).matches("(?s)(HTTP/1\\.1 (200|400|403|404) .*)?");
      assertThat(answer).doesNotContain("Exception", "\tat ");
    }
  }

  @Test
  void twoHostsAreRefused() {
    String get = "GET /api/v1/automations HTTP/1.1\r\nHost: a\r\n";
    assertRefused(answerTo(get + "Host: a\r\n\r\n"), 400);
    assertRefused(answerTo(get + "Host: b\r\n\r\n"), 400);
    assertRefused(answerTo(EXECUTE + "Host: b\r\nContent-Length: 2\r\n\r\n{}"), 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/metrics/",
        "//metrics",
        "/metrics//",
        "/./metrics",
        "/x/../metrics",
        "/x/%2e%2E/metrics",
        "/metrics/.",
        "/metrics/x/..",
        "/%6detrics",
        "/health/live/",
        "/openapi.yaml/"
      })
  void otherSpellingsOfAPathAreNotFound(String path) {
    String answer =
        answerTo(
            "GET "
                + path
                + " HTTP/1.1\r\n"
                + "Host: x\r\n"
                + "Authorization: Bearer admin\r\n"
                + "Connection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 404 ").contains("\"code\":5", "there is nothing at");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json; charset=iso-8859-1 | 415",
        "application/json;charset=\"utf-16\" | 415",
        "application/json; x=y; charset=us-ascii | 415",
        "application/json; charset= | 415",
        "application/json; charset=utf-8; charset=utf-16 | 415",
        "application/json; charset=utf8 | 200",
        "application/json; charset=UTF-8 | 200",
        "application/json;CHARSET=\"utf-8\" | 200",
        "application/json; x=y | 200"
      })
  void aBodyInAnotherCharsetIsRefused(String type, int status) {
    String head = EXECUTE + "Content-Type: " + type + "\r\nConnection: close\r\n";
    assertThat(answerTo(head + "Content-Length: 2\r\n\r\n{}")).startsWith("HTTP/1.1 " + status);
  }

  @Test
  void headersThatAreTooLargeAreRefusedInJson() {
    String answer =
        answerTo("GET /health/live HTTP/1.1\r\nHost: x\r\nX-Large: " + "x".repeat(17_000));
    assertRefused(answer, 431);
    assertThat(answer).contains("\"code\":8", "16384 bytes");
  }

  @Test
  void aRequestLineThatIsTooLongIsRefusedInJson() {
    String answer = answerTo("GET /" + "x".repeat(8_300));
    assertRefused(answer, 414);
    assertThat(answer).contains("\"code\":3", "8192 bytes");
  }

  @Test
  void aBodyThatIsCompressedIsRefusedUnread() {
    HttpResponse<String> response =
        server.send(
            server
                .request("POST", "/api/v1/automations/a1/execute", "{}")
                .header("Authorization", "Bearer admin")
                .header("Content-Encoding", "gzip"));
    BadInputTest.assertRefused(response, 415, 3, "Content-Encoding is \"gzip\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health/..;/api/v1/automations",
        "/health/live/..;/../api/v1/automations",
        "/health/%2e%2e/api/v1/automations",
        "/health/..%2fapi/v1/automations",
        "//api/v1/automations",
        "/api//v1/automations",
        "/api/v1/automations/..%2fautomations",
        "/api/v1/automations;x=y",
        "/%61pi/v1/automations",
      })
  void noSpellingOfAPathComesPastTheCheckOfWhoCalls(String path) {
    String answer = answerTo("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(answer).matches("(?s)HTTP/1\\.1 (400|401|404) .*").doesNotContain("Name of a1");
  }

  @Test
  void anEncodedSlashStaysInsideOneSegmentOfThePath() {
    server.store.put(ApiServer.automation("a/b", java.time.Instant.parse("2026-01-01T00:00:00Z")));
    assertThat(server.get("/api/v1/automations/a%2Fb").body()).doesNotContain("Name of a1");
    assertThat(server.get("/api/v1/automations/x%2F..%2Fa1").statusCode()).isIn(400, 404);
  }

  @Test
  void streamsThatAreBegunAndResetOverAndOverEndTheirConnection(@TempDir Path directory)
      throws Exception {
    KeyPairFiles pair = KeyPairFiles.make(directory, "localhost", "EC");
    HttpSettings settings =
        new HttpSettings(
            "127.0.0.1", 0, Optional.of(pair.writeTo(directory)), Set.of(), Duration.ofSeconds(30));
    StringBuilder frames = new StringBuilder("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    frames.append(frame(4, 0, 0, ""));
    for (int i = 0; i <= HttpServerVerticle.MAX_RESETS; i++) {
      int stream = 2 * i + 1;
      frames.append(frame(1, 5, stream, "\u0082\u0086\u0084A\u0001x"));
      frames.append(frame(3, 0, stream, "\0\0\0\u0008"));
    }
    try (ApiServer encrypted = new ApiServer(settings, 100);
        RawClient client = RawClient.overHttp2(encrypted.port(), pair.trusted())) {
      // GOAWAY with ENHANCE_YOUR_CALM.
      assertThat(client.send(frames.toString()).received()).contains("\0\0\0\u000b");
    }
  }

  @Test
  void forAConnectionBeyondTheLimitTheOldestIdleOneIsClosed() {
    try (ApiServer small = new ApiServer(impatient(), 1);
        RawClient idle = new RawClient(small.port())) {
      idle.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
      idle.awaitSomething();
      try (RawClient second = new RawClient(small.port())) {
        second.send("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(second.received()).contains("HTTP/1.1 200 ");
      }
      assertThat(idle.receivedOrReset()).as("the rest of one response").endsWith("\"UP\"}");
    }
  }

  @Test
  void aConnectionBeyondTheLimitIsClosedIfNoneIsIdle() {
    Promise<Void> hold = Promise.promise();
    try (ApiServer small = new ApiServer(impatient(), 1);
        RawClient busy = new RawClient(small.port())) {
      small.router.before = (id, command) -> hold.future();
      busy.send(
          "POST /api/v1/automations/a1/execute HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
              + "Authorization: Bearer admin\r\nContent-Length: 2\r\n\r\n{}");
      await().until(() -> small.router.commands.size() == 1);
      try (RawClient second = new RawClient(small.port())) {
        second.send("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(second.receivedOrReset()).isEmpty();
      }
      hold.complete();
      assertThat(busy.received()).contains("HTTP/1.1 200 ");
    }
  }

  private static HttpSettings impatient() {
    return new HttpSettings("127.0.0.1", 0, Optional.empty(), Set.of(), MIN_LENGTH);
  }

  /** All that comes until the server closes the connection, which it must. */
  private static String answerTo(String sent) {
    try (RawClient client = new RawClient(server.port())) {
      return client.send(sent).received();
    }
  }

  private static void assertRefused(String answer, int status) {
    assertThat(answer).matches("(?s)HTTP/1\\.[01] " + status + " .*");
    assertThat(answer).contains("{\"code\":").containsOnlyOnce("HTTP/1.");
    assertThat(server.router.commands).isEmpty();
  }

  private static String frame(int type, int flags, int stream, String payload) {
    byte[] head = {
      0,
      0,
      (byte) payload.length(),
      (byte) type,
      (byte) flags,
      0,
      0,
      (byte) (stream >> 8),
      (byte) stream
    };
    return new String(head, StandardCharsets.ISO_8859_1) + payload;
  }
}
