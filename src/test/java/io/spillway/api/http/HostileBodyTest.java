package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.api.http.route.BodyReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies made to confuse the parser or to cost much time. */
class HostileBodyTest {
  private static final String AUTOMATIONS = "/api/v1/automations";
  private static final String EXECUTE = AUTOMATIONS + "/a1/execute";
  private static final String RESOLVE = AUTOMATIONS + "/a1/circuit_breaker/resolve_paused";

  @RegisterExtension private static final ApiServer server = new ApiServer();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"decision\":\"PAUSED_EXECUTION_DECISION_RUN\","
            + "\"decision\":\"PAUSED_EXECUTION_DECISION_CANCEL\"} | \"decision\" is given twice",
        "{\"decision\":\"PAUSED_EXECUTION_DECISION_RUN\","
            + "\"\\u0064ecision\":\"PAUSED_EXECUTION_DECISION_CANCEL\"} |"
            + " \"decision\" is given twice",
        "{\"decision\":\"PAUSED_EXECUTION_DECISION_RUN\",\"reviewToken\":\"a\","
            + "\"review_token\":\"b\"} | reviewToken is given twice, also as review_token",
        "{\"x\":{\"y\":[{\"z\":1,\"z\":2}]}} | \"z\" is given twice"
      })
  void aMemberThatIsGivenTwiceIsRefused(String body, String message) {
    BadInputTest.assertRefused(server.post(RESOLVE, body), 400, 3, message);
    assertThat(server.router.commands).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"context\":{},\"context\":{\"context\":{\"a\":1}}}",
        "{\"context\":{\"context\":{},\"context\":{\"a\":1}}}",
        "{\"context\":null,\"\\u0063ontext\":{\"context\":{\"a\":1}}}"
      })
  void theContextOfATriggerIsGivenOnce(String body) {
    BadInputTest.assertRefused(
        server.post(EXECUTE, body), 400, 3, "a member is given twice at line 1, column ");
    assertThat(server.router.commands).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
  void aBodyOfNothingButDepthIsRefused(String level) {
    for (String path : new String[] {AUTOMATIONS, EXECUTE, RESOLVE}) {
      int max = path.equals(RESOLVE) ? BodyReader.MAX_OTHER : BodyReader.MAX;
      String body = "{\"x\":" + level.repeat((max - 10) / level.length());
      BadInputTest.assertRefused(server.post(path, body), 400, 3, "64 levels");
    }
    assertThat(server.router.commands).isEmpty();
  }

  @Test
  void aBodyWithoutAContextOrADefinitionHasAtMost64Kibibytes() {
    String blanks = " ".repeat(BodyReader.MAX_OTHER);
    for (String path : new String[] {RESOLVE, "/api/v1/search/automations"}) {
      BadInputTest.assertRefused(
          server.post(path, "{" + blanks + "}"), 413, 8, "must be at most 65536 bytes");
    }
    for (String path : new String[] {AUTOMATIONS, EXECUTE}) {
      assertThat(server.post(path, "{" + blanks + "}").statusCode()).isNotEqualTo(413);
    }
  }

  @Test
  void bodiesThatAreMoreThanThereIsMemoryForAreRefusedAndTheRestIsServed() {
    String body = "{\"displayName\":\"n\",\"x\":\"" + "x".repeat(BodyReader.MAX - 100) + "\"}";
    assertThat(server.gate.memory().tryTake("", server.gate.memory().maxBytes() - 1_000)).isTrue();

    HttpResponse<String> refused = server.post(AUTOMATIONS, body);

    BadInputTest.assertRefused(refused, 503, 14, "no memory for this request now");
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(server.post(AUTOMATIONS, "{\"displayName\":\"n\"}").statusCode()).isEqualTo(200);
    server.gate.memory().give("", server.gate.memory().maxBytes() - 1_000);
    assertThat(server.post(AUTOMATIONS, body).statusCode()).isEqualTo(200);
  }

  @Test
  void aBodyThatUnpacksToAThousandTimesItsSizeIsNotUnpacked() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(" ".repeat(50 * BodyReader.MAX).getBytes(StandardCharsets.UTF_8));
    }
    assertThat(packed.size()).isLessThan(BodyReader.MAX / 10);

    BadInputTest.assertRefused(
        server.send(
            server
                .request("POST", EXECUTE, "{}")
                .header("Authorization", "Bearer admin")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(packed.toByteArray()))),
        415,
        3,
        "Content-Encoding is \"gzip\", must be identity");
    assertThat(server.router.commands).isEmpty();
  }

  @Test
  void aBodyThatIsTooLargeByItsLengthIsNotWaitedFor() {
    try (RawClient client = new RawClient(server.port())) {
      client.send(
          "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer admin\r\nContent-Length: %d\r\n\r\n"
              .formatted(EXECUTE, BodyReader.MAX + 1));
      client.awaitSomething();
    }
    assertThat(server.router.commands).isEmpty();
  }

  @Test
  void aBodyOfManyMembersIsReadLikeAnyOther() {
    String members =
        IntStream.range(0, 90_000)
            .mapToObj(i -> "\"" + i + "\":0")
            .collect(Collectors.joining(","));

    assertThat(server.post(AUTOMATIONS, "{\"displayName\":\"n\"," + members + "}").statusCode())
        .isEqualTo(200);
  }

  @Test
  void membersWhoseNamesHashAlikeAreReadLikeAnyOther() {
    // 2^14 different names of one hash.
    String members =
        IntStream.range(0, 1 << 14)
            .mapToObj(HostileBodyTest::ofOneHash)
            .map(name -> "\"" + name + "\":0")
            .collect(Collectors.joining(","));

    assertThat(server.post(AUTOMATIONS, "{\"displayName\":\"n\"," + members + "}").statusCode())
        .isEqualTo(200);
  }

  private static String ofOneHash(int number) {
    return IntStream.range(0, 14)
        .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
        .collect(Collectors.joining());
  }

  @Test
  void bytesThatAreNoTextAreRefusedEverywhere() {
    for (byte[] body :
        new byte[][] {
          {'{', '"', (byte) 0xff, '"', ':', '1', '}'},
          {'{', '"', 'a', '"', ':', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '}'},
          {'{', '"', 'a', '"', ':', '"', (byte) 0xc0, (byte) 0x80, '"', '}'},
          {'{', '"', 'a', '"', ':', '"', (byte) 0xf5, (byte) 0x80, (byte) 0x80, '"', '}'},
          {'{', '"', 'a', '"', ':', '"', 0, '"', '}'},
          {'{', '"', 'a', '"', ':', '"', '\n', '"', '}'},
          {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, '{', '}'},
          {0, '{', '}'}
        }) {
      for (String path : new String[] {AUTOMATIONS, EXECUTE, RESOLVE}) {
        BadInputTest.assertRefused(
            server.send(
                server
                    .request("POST", path, "{}")
                    .header("Authorization", "Bearer admin")
                    .POST(BodyPublishers.ofByteArray(body))),
            400,
            3,
            "the body");
      }
    }
    assertThat(server.router.commands).isEmpty();
  }
}
