package io.spillway.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.api.http.route.Mount;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleTest {
  private static final int MAX_BYTES = 300 * 1_024;
  private static final Pattern ADDRESS = Pattern.compile("(?:href|src)=\"([^\"]+)\"");
  private static final Pattern IMPORT = Pattern.compile("from ?['\"](\\.[^'\"]+)['\"]");
  private static final Pattern VIEW = Pattern.compile("router\\.route\\('([^']+)'");

  private static final Vertx VERTX = Vertx.vertx();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static HttpServer server;

  @BeforeAll
  static void serve() throws Exception {
    Router router = Router.router(VERTX);
    Mount console = Console.mount();
    console.addTo(router);
    router.errorHandler(
        404,
        context -> {
          if (!console.respondToUnknown(context)) {
            context.response().setStatusCode(404).end("the server's");
          }
        });
    server =
        VERTX
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .await(20, TimeUnit.SECONDS);
  }

  @AfterAll
  static void close() throws Exception {
    VERTX.close().await(20, TimeUnit.SECONDS);
  }

  @Test
  void everyViewHasItsAddress() {
    List<String> views =
        VIEW.matcher(text(get(addressOf("main.js"))))
            .results()
            .map(found -> found.group(1).replaceAll(":\\w+", "x1"))
            .toList();

    assertThat(views).contains("/", "/automations/x1/review").hasSizeGreaterThan(6);
    assertThat(views)
        .allSatisfy(
            view -> {
              HttpResponse<byte[]> page = get(view);
              assertThat(page.statusCode()).as(view).isEqualTo(200);
              assertThat(header(page, "content-type")).isEqualTo("text/html; charset=utf-8");
            });
  }

  @Test
  void thePageAllowsNothingButItsOwnFiles() {
    HttpResponse<byte[]> page = get("/");

    assertThat(header(page, "content-security-policy"))
        .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(text(page))
        .doesNotContain("<style", "style=\"", "onload=")
        .contains("type=\"module\"");
    assertThat(text(page).replaceAll("<script type=\"module\" src=\"[^\"]+\"></script>", ""))
        .doesNotContain("<script");
  }

  @Test
  void aPageThatDidNotChangeIsNotSentAgain() {
    String tag = header(get("/"), "etag");

    HttpResponse<byte[]> again = send(request("/cluster").header("If-None-Match", tag));

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(header(get("/"), "cache-control")).isEqualTo("no-cache");
  }

  @Test
  void filesAreKeptForGoodAndKnownByTheirType() {
    assertThat(addresses())
        .allSatisfy(
            address -> {
              HttpResponse<byte[]> file = get(address);
              assertThat(file.statusCode()).as(address).isEqualTo(200);
              assertThat(header(file, "cache-control")).contains("immutable", "max-age=31536000");
            });
    assertThat(header(get(addressOf("main.js")), "content-type"))
        .isEqualTo("text/javascript; charset=utf-8");
    assertThat(header(get(addressOf("css/base.css")), "content-type"))
        .isEqualTo("text/css; charset=utf-8");
    assertThat(header(get(addressOf("icon.svg")), "content-type")).isEqualTo("image/svg+xml");
  }

  @Test
  void everyModuleThatIsImportedIsThere() {
    Set<String> modules =
        addresses().stream().filter(name -> name.endsWith(".js")).collect(Collectors.toSet());

    assertThat(modules)
        .hasSizeGreaterThan(20)
        .allSatisfy(
            module ->
                assertThat(
                        IMPORT
                            .matcher(text(get(module)))
                            .results()
                            .map(found -> URI.create(module).resolve(found.group(1)).toString()))
                    .as(module)
                    .allMatch(modules::contains));
  }

  @Test
  void allFilesTogetherAreSmall() {
    long bytes =
        addresses().stream()
            .map(address -> send(request(address).header("Accept-Encoding", "gzip")))
            .peek(
                file ->
                    assertThat(
                            header(file, "content-encoding").equals("gzip")
                                || file.body().length <= 1_024)
                        .isTrue())
            .mapToLong(file -> file.body().length)
            .sum();

    assertThat(bytes).isBetween(1_024L, (long) MAX_BYTES);
  }

  @Test
  void noFileNamesAnotherHost() {
    assertThat(addresses())
        .filteredOn(address -> !address.contains("/lib/"))
        .allSatisfy(
            address ->
                assertThat(text(get(address)).replace("http://www.w3.org/2000/svg", ""))
                    .as(address)
                    .doesNotContain("http://", "https://"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/api/v1/nothing",
        "/automations/a/b/c",
        "/console/",
        "/console/0000000000000000/main.js",
        "/console/x/..%2f..%2fopenapi.yaml"
      })
  void whatIsNotOfTheConsoleIsLeftToTheServer(String path) {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nothing", "/automations/a/b/c", "/cluster/x", "/apis"})
  void aBrowserGetsThePageForAnAddressThatIsNowhere(String path) {
    HttpResponse<byte[]> page = send(request(path).header("Accept", "text/html,*/*;q=0.8"));

    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(text(page)).isEqualTo(text(get("/")));
    assertThat(header(page, "content-security-policy")).contains("default-src 'none'");
    assertThat(header(page, "etag")).isEmpty();
  }

  @Test
  void aProgramDoesNotGetThePageForAnAddressThatIsNowhere() {
    String html = "text/html";
    for (HttpRequest.Builder request :
        List.of(
            request("/nothing").header("Accept", "*/*"),
            request("/api/v1/nothing").header("Accept", html),
            request("/auth/v1/nothing").header("Accept", html),
            request("/console/nothing").header("Accept", html),
            request("/health/live%00").header("Accept", html),
            request("/metrics/").header("Accept", html),
            request("/openapi.json").header("Accept", html),
            request("/.well-known/nothing").header("Accept", html),
            request("/nothing").header("Accept", html).POST(BodyPublishers.noBody()))) {
      assertThat(text(send(request))).isEqualTo("the server's");
    }
  }

  @Test
  void aFileThatIsNotThereIsNotFoundBelowTheDigestEither() {
    String directory = addressOf("main.js").replace("main.js", "");

    assertThat(get(directory + "nothing.js").statusCode()).isEqualTo(404);
    assertThat(get(directory + "index.html").statusCode()).isEqualTo(404);
  }

  private static Set<String> addresses() {
    return ADDRESS
        .matcher(text(get("/")))
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toSet());
  }

  private static String addressOf(String name) {
    return addresses().stream()
        .filter(address -> address.endsWith("/" + name))
        .findAny()
        .orElseThrow(() -> new AssertionError("the page does not name " + name));
  }

  private static HttpResponse<byte[]> get(String path) {
    return send(request(path));
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path));
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static String header(HttpResponse<byte[]> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
