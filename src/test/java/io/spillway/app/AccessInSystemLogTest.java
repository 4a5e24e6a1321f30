package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.contract.CheckedHttpClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens and refused requests of a node, as its system log has them. */
class AccessInSystemLogTest {
  @TempDir Path directory;
  private final HttpClient http = new CheckedHttpClient();
  private Optional<Node> node = Optional.empty();

  @AfterEach
  void stop() {
    node.ifPresent(Node::stop);
    node = Optional.empty();
  }

  @Test
  void whoGotATokenAndWhoWasRefusedIsInTheLogAfterACleanStopToo() throws Exception {
    start();
    JsonObject admin = new JsonObject(Files.readString(directory.resolve("admin-client.json")));
    String adminToken = token(admin.getString("clientId"), admin.getString("clientSecret"));
    JsonObject viewer =
        new JsonObject(
            post(
                    "/api/v1/clients",
                    adminToken,
                    "{\"displayName\":\"Reader\",\"roles\":[\"viewer\"],\"kind\":\"secret\"}")
                .body());
    String viewerId = viewer.getJsonObject("client").getString("id");
    String viewerToken = token(viewerId, viewer.getString("clientSecret"));
    String forged = adminToken.substring(0, adminToken.lastIndexOf('.') + 1) + "A".repeat(86);
    for (int i = 0; i < 100; i++) {
      assertThat(post("/api/v1/automations", forged, "{}").statusCode()).isEqualTo(401);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(post("/api/v1/automations", viewerToken, "{}").statusCode()).isEqualTo(403);
    }
    stop();

    start();
    List<JsonObject> events =
        events(token(admin.getString("clientId"), admin.getString("clientSecret")));

    assertThat(ofKind(events, "token_issued"))
        .extracting(event -> event.getJsonObject("unmapped").getString("actor"))
        .contains(admin.getString("clientId"), viewerId);
    List<JsonObject> unauthenticated = ofKind(events, "request_unauthenticated");
    assertThat(unauthenticated).hasSizeBetween(2, 5);
    assertThat(sum(unauthenticated)).isEqualTo(100);
    List<JsonObject> forbidden = ofKind(events, "request_forbidden");
    assertThat(sum(forbidden)).isEqualTo(3);
    assertThat(forbidden)
        .allSatisfy(
            event -> {
              assertThat(event.getJsonObject("actor").toString()).contains(viewerId);
              assertThat(event.getJsonObject("api").getString("operation"))
                  .isEqualTo("createAutomation");
              assertThat(event.getJsonObject("src_endpoint").getString("ip"))
                  .isEqualTo("127.0.0.1");
            });
    assertThat(events.toString()).doesNotContain(forged, viewerToken, adminToken);
  }

  private static List<JsonObject> ofKind(List<JsonObject> events, String kind) {
    return events.stream()
        .filter(event -> event.getJsonObject("unmapped").getString("event").equals(kind))
        .toList();
  }

  private static long sum(List<JsonObject> events) {
    return events.stream().mapToLong(event -> event.getLong("count")).sum();
  }

  private List<JsonObject> events(String token) throws Exception {
    JsonArray list =
        new JsonObject(post("/api/v1/systemlog/events", token, "{\"pageSize\":100}").body())
            .getJsonArray("list");
    return list.stream().map(JsonObject.class::cast).toList();
  }

  private String token(String clientId, String secret) throws Exception {
    String form =
        "grant_type=client_credentials&client_id=%s&client_secret=%s"
            .formatted(URLEncoder.encode(clientId, StandardCharsets.UTF_8), secret);
    HttpResponse<String> response =
        send(
            request("/auth/v1/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new JsonObject(response.body()).getString("access_token");
  }

  private HttpResponse<String> post(String path, String token, String body) throws Exception {
    return send(
        request(path)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(node.orElseThrow().url() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private void start() throws SettingsException {
    node = Optional.of(NodeApi.startNode(directory));
  }
}
