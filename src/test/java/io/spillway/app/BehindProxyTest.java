package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.contract.CheckedHttpClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose clients share one address, that of the proxy in front. */
class BehindProxyTest {
  private static final String CLIENT = "192.0.2.1";
  private static final String STRANGER = "198.51.100.7";

  /** Invalid tokens of one address in a minute. */
  private static final int MAX_FAILURES = 300;

  @TempDir Path directory;
  private final HttpClient http = new CheckedHttpClient();
  private Optional<Node> node = Optional.empty();

  @AfterEach
  void stop() {
    node.ifPresent(Node::stop);
  }

  @Test
  void aStrangerBehindTheSameProxyDoesNotLockAClientOut() throws Exception {
    start("127.0.0.0/8");
    String forged = forged(signIn());
    for (int i = 0; i < MAX_FAILURES; i++) {
      // The client's address is what the stranger wrote, its own what the proxy added.
      assertThat(introspect(forged, CLIENT + ", " + STRANGER)).isEqualTo(401);
    }

    assertThat(introspect(forged, STRANGER)).isEqualTo(429);
    assertThat(introspect(forged, CLIENT)).isEqualTo(401);
  }

  @Test
  void anAddressThatNoTrustedProxyNamesChangesNothing() throws Exception {
    start("192.0.2.0/24");
    String forged = forged(signIn());
    for (int i = 0; i < MAX_FAILURES; i++) {
      assertThat(introspect(forged, "203.0.113." + i % 200)).isEqualTo(401);
    }

    assertThat(introspect(forged, CLIENT)).isEqualTo(429);
  }

  @Test
  void theSystemLogNamesTheAddressBehindTheProxy() throws Exception {
    start("127.0.0.0/8");
    assertThat(token("guess", "wrong", STRANGER).statusCode()).isEqualTo(401);

    HttpResponse<String> signedIn = signIn();

    assertThat(addressesInTheLog(signedIn, "token_refused")).containsOnly(STRANGER);
    assertThat(addressesInTheLog(signedIn, "token_issued")).containsOnly(CLIENT);
  }

  @Test
  void theSystemLogNamesTheAddressOfAForgedTokenBehindTheProxy() throws Exception {
    start("127.0.0.0/8");
    HttpResponse<String> signedIn = signIn();
    assertThat(introspect(forged(signedIn), CLIENT + ", " + STRANGER)).isEqualTo(401);

    assertThat(addressesInTheLog(signedIn, "request_unauthenticated")).containsOnly(STRANGER);
  }

  private int introspect(String token, String forwardedFor) throws Exception {
    return send(request("/api/v1/auth/introspect")
            .header("X-Forwarded-For", forwardedFor)
            .header("Authorization", "Bearer " + token)
            .GET())
        .statusCode();
  }

  private static String forged(HttpResponse<String> signedIn) {
    String token = new JsonObject(signedIn.body()).getString("access_token");
    return token.substring(0, token.lastIndexOf('.') + 1) + "A".repeat(86);
  }

  private HttpResponse<String> signIn() throws Exception {
    JsonObject admin = new JsonObject(Files.readString(directory.resolve("admin-client.json")));
    return token(admin.getString("clientId"), admin.getString("clientSecret"), CLIENT);
  }

  private HttpResponse<String> token(String clientId, String secret, String forwardedFor)
      throws Exception {
    String form = "grant_type=client_credentials&client_id=%s&client_secret=%s";
    return send(
        request("/auth/v1/token")
            .header("X-Forwarded-For", forwardedFor)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form.formatted(clientId, secret))));
  }

  /** Of the events of a kind. */
  private List<String> addressesInTheLog(HttpResponse<String> signedIn, String kind)
      throws Exception {
    String token = new JsonObject(signedIn.body()).getString("access_token");
    HttpResponse<String> events =
        send(
            request("/api/v1/systemlog/events")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"pageSize\":100}")));
    return new JsonObject(events.body())
        .getJsonArray("list").stream()
            .map(JsonObject.class::cast)
            .filter(event -> event.getJsonObject("unmapped").getString("event").equals(kind))
            .map(event -> event.getJsonObject("src_endpoint").getString("ip"))
            .filter(Objects::nonNull)
            .toList();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(node.orElseThrow().url() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private void start(String proxies) throws SettingsException {
    node = Optional.of(NodeApi.startNode(directory, "--trusted-proxies", proxies));
  }
}
