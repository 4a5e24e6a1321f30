package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page that shows the document, and the document itself. */
class DocsPageTest {
  private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = new ApiServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/docs, text/html; charset=utf-8",
    "/docs/start.js, text/javascript; charset=utf-8",
    "/docs/page.css, text/css; charset=utf-8",
    "/docs/swagger-ui-bundle.js, text/javascript; charset=utf-8",
    "/docs/swagger-ui.css, text/css; charset=utf-8",
    "/docs/favicon.png, image/png",
    "/openapi.yaml, application/yaml"
  })
  void aFileHasItsTypeAndIsSentAgainOnlyWhenItChanged(String path, String type) {
    HttpResponse<String> first = server.send(server.request("GET", path, ""));
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("Content-Type")).contains(type);
    assertThat(first.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(first.headers().allValues("Cache-Control")).containsExactly("no-cache");
    String tag = first.headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> again =
        server.send(server.request("GET", path, "").header("If-None-Match", tag));
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    HttpResponse<String> changed =
        server.send(server.request("GET", path, "").header("If-None-Match", "W/\"0\""));
    assertThat(changed.body()).isEqualTo(first.body());
  }

  @Test
  void tagsAreComparedWeaklyAndInLists() {
    String tag =
        server.send(server.request("GET", "/docs", "")).headers().firstValue("ETag").orElseThrow();
    String strong = tag.replace("W/", "");
    String shortened = strong.substring(0, 5) + '"';

    for (String known :
        List.of(tag, strong, "*", " * ", "\"a\", W/\"b\" ," + tag, strong + ",\"c\"")) {
      assertThat(statusKnowing(known)).as(known).isEqualTo(304);
    }
    for (String known : List.of("\"a\"", shortened, "\"*\"", "W/*", "", "\"\"")) {
      assertThat(statusKnowing(known)).as(known).isEqualTo(200);
    }
  }

  @Test
  void tagsInSeveralLinesAreCompared() {
    String tag =
        server.send(server.request("GET", "/docs", "")).headers().firstValue("ETag").orElseThrow();

    assertThat(statusKnowing("\"a\"", tag)).isEqualTo(304);
    assertThat(statusKnowing("\"a\"", "\"b\"")).isEqualTo(200);
  }

  private static int statusKnowing(String... lines) {
    HttpRequest.Builder request = server.request("GET", "/docs", "");
    for (String line : lines) {
      request.header("If-None-Match", line);
    }
    return server.send(request).statusCode();
  }

  @Test
  void aClientThatTakesItGetsItCompressed() {
    HttpResponse<String> response =
        server.send(
            server
                .request("GET", "/docs/swagger-ui-bundle.js", "")
                .header("Accept-Encoding", "gzip"));
    assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(response.headers().firstValueAsLong("Content-Length").orElseThrow())
        .isBetween(1_000L, 700_000L);
  }

  @Test
  void thePageIsWhollyOurs() {
    HttpResponse<String> page = server.send(server.request("GET", "/docs", ""));
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
        .doesNotContain("unsafe", "http:", "https:", "*");
    assertThat(page.body()).doesNotContainPattern("<script>|<style|\\son[a-z]+=|style=");
    List<String> references =
        REFERENCE.matcher(page.body()).results().map(MatchResult::group).toList();
    assertThat(references).hasSize(6);
    for (MatchResult reference : REFERENCE.matcher(page.body()).results().toList()) {
      String path = "/" + reference.group(1);
      assertThat(server.send(server.request("GET", path, "")).statusCode()).as(path).isEqualTo(200);
    }
  }

  @Test
  void theScriptAsksForNothingFromElsewhere() {
    String script = server.send(server.request("GET", "/docs/start.js", "")).body();
    assertThat(script)
        .contains("url: 'openapi.yaml'", "deepLinking: true", "validatorUrl: null")
        .doesNotContain("http:", "https:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/docs/index.html",
        "/docs/swagger-initializer.js",
        "/docs/swagger-ui.js",
        "/docs/swagger-ui-bundle.js.map",
        "/docs/..%2fopenapi.yaml",
        "/docs/%2e%2e/%2e%2e/logback.xml",
        "/docs/..;/openapi.yaml",
        "/docs/../../logback.xml",
        "/docs/start.js%00.css",
        "/docs/META-INF/MANIFEST.MF"
      })
  void nothingElseIsServed(String path) {
    try (RawClient client = new RawClient(server.port())) {
      String answer =
          client
              .send("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
              .received();
      assertThat(answer).containsPattern("^HTTP/1.1 (404|400) ").contains("\"code\":");
    }
  }
}
