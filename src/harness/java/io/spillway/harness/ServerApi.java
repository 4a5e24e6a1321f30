package io.spillway.harness;

import io.spillway.contract.CheckedHttpClient;
import io.spillway.testing.TrustEverything;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Client of a node's HTTP interface, of whatever certificate. Throws {@link UncheckedIOException}
 * if no response arrives. Thread-safe.
 */
public final class ServerApi {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Duration READINESS_TIMEOUT = Duration.ofSeconds(5);

  /** For requests without a token. */
  private static final HttpClient ANONYMOUS = client();

  private final HttpClient http;
  private final URI url;
  private final String bearer;
  private final Duration timeout;

  /** Sent with each request, names and values in turn. */
  private final List<String> headers;

  private ServerApi(
      HttpClient http, URI url, String bearer, Duration timeout, List<String> headers) {
    this.http = http;
    this.url = url;
    this.bearer = bearer;
    this.timeout = timeout;
    this.headers = headers;
  }

  public static ServerApi signIn(URI url, AdminCredentials client) {
    return withToken(url, token(url, client.secretForm()).ok().getString("access_token"));
  }

  public static ServerApi withToken(URI url, String token) {
    return new ServerApi(client(), url, "Bearer " + token, TIMEOUT, List.of());
  }

  /** The same caller and connections with another response timeout. */
  public ServerApi withTimeout(Duration limit) {
    return new ServerApi(http, url, bearer, limit, headers);
  }

  /** Asks for a token with these names and values, in turn. */
  public static ApiResponse token(URI url, List<String> credentials, String... headers) {
    List<String> form = new ArrayList<>(List.of("grant_type", "client_credentials"));
    form.addAll(credentials);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve("/auth/v1/token"))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encoded(form)));
    return send(ANONYMOUS, headers.length == 0 ? request : request.headers(headers));
  }

  private static String encoded(List<String> form) {
    return IntStream.range(0, form.size() / 2)
        .mapToObj(
            i ->
                form.get(2 * i)
                    + "="
                    + URLEncoder.encode(form.get(2 * i + 1), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  public static boolean isReady(URI url) {
    try {
      return send(
              ANONYMOUS,
              HttpRequest.newBuilder(url.resolve("/health/ready")).timeout(READINESS_TIMEOUT))
          .isOk();
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static HttpClient client() {
    return new CheckedHttpClient(
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(TrustEverything.context())
            .connectTimeout(Duration.ofSeconds(10))
            .build());
  }

  public URI url() {
    return url;
  }

  /** The access token. */
  public String bearer() {
    return bearer;
  }

  /** The same connections with another access token. */
  public ServerApi withBearer(String token) {
    return new ServerApi(http, url, token, timeout, headers);
  }

  /** The same connections, with a header in each request. */
  public ServerApi withHeader(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.addAll(List.of(name, value));
    return new ServerApi(http, url, bearer, timeout, more);
  }

  /** Asks with these headers, names and values in turn. */
  public ApiResponse get(String path, String... headers) {
    HttpRequest.Builder request = request(path).GET();
    return send(http, headers.length == 0 ? request : request.headers(headers));
  }

  public ApiResponse post(String path, JsonObject body) {
    return send(http, posting(path, body.encode()));
  }

  public ApiResponse delete(String path) {
    return send(http, request(path).DELETE());
  }

  /** Posts a body on a connection that nothing else waits for. */
  public CompletableFuture<ApiResponse> postLater(String path, String body) {
    return http.sendAsync(posting(path, body).build(), BodyHandlers.ofString())
        .thenApply(ApiResponse::of);
  }

  /** Begins to post a body of this many bytes. */
  public SlowPost postSlowly(String path, int length) {
    return SlowPost.begin(
        url,
        "POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\nContent-Length: %d\r\n"
            .formatted(path, url.getAuthority(), bearer, length));
  }

  /** The same caller on connections of its own. */
  public ServerApi onNewConnections() {
    return new ServerApi(client(), url, bearer, timeout, headers);
  }

  /** All rows of a list over GET. */
  public List<JsonObject> listAll(String path, String automation) {
    List<JsonObject> rows = new ArrayList<>();
    String token = "";
    do {
      String query = "?pageSize=100&pageToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
      token = add(rows, get(path + query).ok(), automation);
    } while (!token.isEmpty());
    return rows;
  }

  /** All rows of a search. */
  public List<JsonObject> searchAll(String path, JsonObject body) {
    List<JsonObject> rows = new ArrayList<>();
    String token = "";
    do {
      JsonObject asked = body.copy().put("pageSize", 100).put("pageToken", token);
      token = add(rows, post(path, asked).ok(), "list");
    } while (!token.isEmpty());
    return rows;
  }

  private static String add(List<JsonObject> rows, JsonObject page, String automation) {
    JsonArray list = page.getJsonArray(automation);
    for (int i = 0; i < list.size(); i++) {
      rows.add(list.getJsonObject(i));
    }
    return page.getString("nextPageToken");
  }

  private HttpRequest.Builder posting(String path, String body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve(path)).timeout(timeout).header("Authorization", bearer);
    return headers.isEmpty() ? request : request.headers(headers.toArray(String[]::new));
  }

  private static ApiResponse send(HttpClient http, HttpRequest.Builder request) {
    try {
      return ApiResponse.of(http.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for an answer", e);
    }
  }
}
