package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.AdminCredentials;
import io.spillway.harness.ApiCalls;
import io.spillway.harness.ApiResponse;
import io.spillway.harness.ServerApi;
import io.spillway.harness.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What surrounds the main job: who gets in, what may be read, what is measured. */
@Timeout(value = 5 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServiceIT {
  private static final String HOST = "127.0.0.1";

  @RegisterExtension static final Nodes NODES = Nodes.perClass();
  @TempDir static Path directory;
  private static Path data;
  private static ServerProcess process;
  private static ApiCalls node;
  private static AdminCredentials client;

  @BeforeAll
  static void start() {
    data = directory.resolve("data");
    process = NODES.launch(data, "--port", "0", "--metrics-automations", "all").awaitReady();
    node = new ApiCalls(process.signIn());
    client = AdminCredentials.read(data);
  }

  @Test
  void theFirstCredentialsAreForTheirOwnerOnly() throws Exception {
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(data.resolve(AdminCredentials.FILE));

    assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
  }

  @Test
  void theFirstClientMayDoEverything() {
    JsonObject caller = node.api().get("/api/v1/auth/introspect").ok();

    assertThat(caller.getString("userId")).isEqualTo(client.id());
    assertThat(caller.getJsonArray("roles")).contains("admin");
  }

  @ParameterizedTest
  @ValueSource(strings = {HOST, "localhost"})
  void anAssertionSignedWithTheClientsKeyIsGoodOnce(String audience) {
    List<String> form = client.assertionForm(audience, "nonce for " + audience, Instant.now());

    JsonObject granted = ServerApi.token(process.url(), form).ok();
    ApiResponse again = ServerApi.token(process.url(), form);

    assertThat(granted.getString("token_type")).isEqualTo("Bearer");
    assertThat(granted.getLong("expires_in")).isEqualTo(3_600);
    assertThat(
            ServerApi.withToken(process.url(), granted.getString("access_token"))
                .get("/api/v1/automations"))
        .matches(ApiResponse::isOk);
    assertThat(again.status()).isIn(400, 401);
    assertThat(again.json().getString("error")).isEqualTo("invalid_client");
  }

  @Test
  void aWrongSecretIsRefused() {
    ApiResponse answer =
        ServerApi.token(process.url(), List.of("client_id", client.id(), "client_secret", "wrong"));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().getString("error")).isEqualTo("invalid_client");
  }

  @Test
  void credentialsInTheHeaderAreRefused() {
    String basic =
        Base64.getEncoder()
            .encodeToString((client.id() + ":" + client.secret()).getBytes(StandardCharsets.UTF_8));

    ApiResponse answer =
        ServerApi.token(process.url(), List.of(), "Authorization", "Basic " + basic);

    assertThat(answer.status()).isBetween(400, 401);
    assertThat(answer.json().getString("error_description")).contains("body");
  }

  @Test
  void aTokenThatIsNoneIsRefused() {
    ApiResponse answer = ServerApi.withToken(process.url(), "none").get("/api/v1/automations");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().getInteger("code")).isEqualTo(16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"viewer", "operator"})
  void aLesserRoleMayDoItsOwnAndNoMore(String role) throws Exception {
    String automation = node.create("for a " + role, 1);
    List<String> credentials = List.of("client_id", role, "client_secret", client.secret());
    addClient(role);
    String token = ServerApi.token(process.url(), credentials).ok().getString("access_token");
    ApiCalls lesser = new ApiCalls(ServerApi.withToken(process.url(), token));

    assertThat(lesser.automation(automation).status()).isEqualTo(200);
    assertThat(lesser.execute(automation).status()).isEqualTo(role.equals("operator") ? 200 : 403);
    ApiResponse refused = lesser.resolve(automation, ApiCalls.RUN, "");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().getInteger("code")).isEqualTo(7);
    assertThat(refused.json().getString("message")).contains("admin").contains(role);
  }

  /** Adds a client of another role, with the first one's secret. */
  private static void addClient(String role) throws SQLException {
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("spillway.db"));
        PreparedStatement insert =
            database.prepareStatement(
                "INSERT INTO client (client_id, display_name, roles, secret_hash, public_key,"
                    + " created_at) SELECT ?, ?, ?, secret_hash, '', created_at"
                    + " FROM client WHERE client_id = ?")) {
      List<String> values = List.of(role, role, role, client.id());
      for (int i = 0; i < values.size(); i++) {
        insert.setString(i + 1, values.get(i));
      }
      assertThat(insert.executeUpdate()).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("webhooks")
  void aContextComesBackAsItWasSent(String event, String payload) {
    String automation = node.create(event, 0);
    ApiResponse executed =
        node.api()
            .postLater(
                ApiCalls.pathOf(automation) + "/execute",
                "{\"context\":{\"context\":" + payload + "}}")
            .join();

    ApiResponse read = node.execution(Long.parseLong(executed.ok().getString("executionId")));

    assertThat(read.text()).contains("\"context\":{\"context\":" + payload + "}");
    assertThat(
            read.ok()
                .getJsonObject("automationExecution")
                .getJsonObject("context")
                .getJsonObject("context"))
        .isEqualTo(new JsonObject(payload));
  }

  static Stream<Arguments> webhooks() throws IOException {
    try (InputStream lines =
        Objects.requireNonNull(ServiceIT.class.getResourceAsStream("/github-webhooks.jsonl"))) {
      return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(
              line ->
                  Arguments.of(
                      new JsonObject(line).getString("event"),
                      line.substring(
                          line.indexOf("\"payload\":") + "\"payload\":".length(),
                          line.length() - 1)));
    }
  }

  @Test
  void metricsCountWhatHappens() {
    String automation = node.create("measured", 2);
    String before = metrics();
    for (int i = 0; i < 5; i++) {
      node.execute(automation).ok();
    }
    await().until(() -> metrics().contains(paused(automation, 3)));
    node.resolve(automation, ApiCalls.RUN, "").ok();
    node.execute(automation).ok();

    await().until(() -> metrics().contains(paused(automation, 0)));
    String after = metrics();

    assertThat(rise(before, after, "spillway_triggers_total{outcome=\"admitted\"}")).isEqualTo(3);
    assertThat(rise(before, after, "spillway_triggers_total{outcome=\"paused\"}")).isEqualTo(3);
    assertThat(rise(before, after, "spillway_breaker_trips_total")).isEqualTo(1);
    assertThat(rise(before, after, "spillway_resolve_seconds_count{decision=\"run\"}"))
        .isEqualTo(1);
    assertThat(rise(before, after, "spillway_store_commit_seconds_count")).isPositive();
    assertThat(after)
        .containsPattern("spillway_http_requests_seconds_count\\{.*route=\"[A-Za-z]+\"")
        .contains("jvm_memory_used_bytes");
  }

  private static String metrics() {
    return node.api().get("/metrics").text();
  }

  private static String paused(String automation, int count) {
    return "spillway_paused{automation=\"" + automation + "\"} " + count + ".0";
  }

  private static double rise(String before, String after, String series) {
    return value(after, series) - value(before, series);
  }

  private static double value(String metrics, String series) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .sum();
  }

  @Test
  void theContractIsServed() {
    ApiResponse document = ServerApi.withToken(process.url(), "none").get("/openapi.yaml");

    assertThat(document.status()).isEqualTo(200);
    assertThat(document.text()).startsWith("openapi: 3.").contains("resolve_paused");
  }
}
