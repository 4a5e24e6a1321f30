package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.AdminCredentials;
import io.spillway.harness.ApiCalls;
import io.spillway.harness.ApiResponse;
import io.spillway.harness.ServerApi;
import io.spillway.harness.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A node that logs all it can is led through a day of a careless client and a hostile one. What
 * must stay secret is then searched for in all output of the node.
 */
@Timeout(value = 5 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeakIT {
  private static final String FORGED = "forged-line";
  private static final String HOSTILE = "\r\n" + FORGED + " level=ERROR \u001b[2J\u0007";

  @RegisterExtension final Nodes nodes = Nodes.perTest();
  @TempDir Path directory;

  /** What must not be found, by what it is. */
  private final Map<String, String> secrets = new java.util.LinkedHashMap<>();

  /** Bodies of refused requests, and of the metrics. */
  private final List<String> answers = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // Started with what the test asks for.
  private ServerProcess process;

  @SuppressWarnings("NullAway.Init")
  private AdminCredentials client;

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void noSecretTokenOrContextIsToldAndNoLogLineIsForged(String format)
      throws SQLException, IOException {
    Path data = directory.resolve("data");
    process =
        nodes
            .launch(data, "--port", "0", "--log-level", "debug", "--log-format", format)
            .awaitReady();
    client = AdminCredentials.read(data);
    readSecrets(data);

    signIn();
    signInWrongly();
    work();
    answers.add(ServerApi.withToken(process.url(), token()).get("/metrics").text());
    process.terminate();
    process.exitCode(java.time.Duration.ofSeconds(60));

    String log = process.log();
    assertThat(log).contains("stopped");
    if (format.equals("json")) {
      assertThat(log.lines().map(JsonObject::new))
          .extracting(line -> line.getString("formattedMessage"))
          .contains("Spillway is ready at " + process.url());
    }
    process.assertStoppedQuietly();
    secrets.forEach(
        (name, secret) -> {
          assertThat(secret).as(name).hasSizeGreaterThan(8);
          assertThat(log).as("%s in the log", name).doesNotContain(secret);
          assertThat(answers).as("%s in an answer", name).noneMatch(a -> a.contains(secret));
        });
    assertThat(log.lines()).noneMatch(line -> line.startsWith(FORGED));
    assertThat(log.replace("\n", "").chars()).noneMatch(c -> c < ' ' || c == 0x7f);
  }

  private void readSecrets(Path data) throws SQLException, IOException {
    String jwk = client.key().substring(client.key().lastIndexOf(':') + 1);
    secrets.put("the client's secret", client.secret());
    secrets.put("the client's key", jwk);
    secrets.put(
        "the client's private key",
        new JsonObject(new String(Base64.getUrlDecoder().decode(jwk), StandardCharsets.UTF_8))
            .getString("d"));
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("spillway.db"));
        Statement statement = database.createStatement();
        ResultSet keys = statement.executeQuery("SELECT purpose, material FROM server_key")) {
      while (keys.next()) {
        JsonObject key = new JsonObject(keys.getString(2));
        String secret = key.getString("d", key.getString("k"));
        if (secret != null) {
          // What is sealed has no key in it.
          secrets.put("key for " + keys.getString(1), secret);
        }
      }
    }
    secrets.put(
        "the key that seals",
        new JsonObject(Files.readString(data.resolve("secrets-key.json")))
            .getJsonArray("key")
            .getJsonObject(0)
            .getJsonObject("keyData")
            .getString("value"));
    assertThat(secrets).hasSizeGreaterThanOrEqualTo(5);
  }

  private String token() {
    String token =
        ServerApi.token(process.url(), client.secretForm()).ok().getString("access_token");
    secrets.put("token " + secrets.size(), token);
    return token;
  }

  private void signIn() {
    token();
    List<String> assertion = client.assertionForm("localhost", "nonce-1", Instant.now());
    secrets.put("assertion", assertion.get(assertion.size() - 1));
    secrets.put(
        "assertion's token",
        ServerApi.token(process.url(), assertion).ok().getString("access_token"));
    // A replay.
    refused(ServerApi.token(process.url(), assertion), 401);
  }

  private void signInWrongly() {
    refused(token("client_id", client.id(), "client_secret", secret("guessed-secret-4711")), 401);
    refused(token("client_id", "x" + HOSTILE, "client_secret", secret("guess-of-nobody")), 401);
    refused(token("client_id", client.id(), "client_secret", secret("guess\0with-a-nul")), 400);
    refused(
        token(
            "client_id",
            client.id(),
            "client_secret",
            client.secret(),
            "client_secret",
            client.secret()),
        400);
    refused(
        token(
            "client_id",
            client.id(),
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion",
            secret("garbage.for.an.assertion")),
        401);
    String basic =
        Base64.getEncoder()
            .encodeToString((client.id() + ":" + client.secret()).getBytes(StandardCharsets.UTF_8));
    secrets.put("basic credentials", basic);
    refused(ServerApi.token(process.url(), List.of(), "Authorization", "Basic " + basic), 400);
    ServerApi stranger = ServerApi.withToken(process.url(), secret("not-a-token-at-all"));
    refused(stranger.get("/api/v1/automations"), 401);
    refused(stranger.get("/auth/v1/token?client_secret=" + client.secret()), 405);
    refused(stranger.get("/api/v1/automations?access_token=" + secret("token-in-the-query")), 401);
    refused(
        stranger.post("/auth/v1/token", new JsonObject().put("client_secret", client.secret())),
        400);
  }

  private void work() {
    ServerApi api = ServerApi.withToken(process.url(), token());
    ApiCalls node = new ApiCalls(api);
    String automation = node.create("careless" + HOSTILE, 1);
    JsonObject context =
        new JsonObject()
            .put("user_id", secret("user-of-a-context") + HOSTILE)
            .put("password", secret("password-in-a-context"));
    for (int i = 0; i < 3; i++) {
      assertThat(node.execute(automation, context).status()).isEqualTo(200);
    }
    String path = ApiCalls.pathOf(automation);
    refused(
        api.postLater(
                path + "/execute",
                "{\"context\":{\"context\":{\"a\":\"" + secret("broken-body-of-a-client"))
            .join(),
        400);
    refused(
        api.postLater(
                path + "/execute", "{\"context\":\"" + secret("context-that-is-a-text") + "\"}")
            .join(),
        400);
    refused(node.execute("no-such", context), 404);
    assertThat(api.get(path, "User-Agent", FORGED).status()).isEqualTo(200);
    assertThat(
            node.resolve(automation, ApiCalls.CANCEL, secret("a private reason") + HOSTILE)
                .status())
        .isEqualTo(200);
    refused(node.resolve(automation, "not-a-decision", ""), 400);
    assertThat(node.delete(automation).status()).isEqualTo(200);
    refused(node.execute(automation, context), 404);
  }

  private ApiResponse token(String... form) {
    return ServerApi.token(process.url(), List.of(form));
  }

  private String secret(String value) {
    secrets.put(value, value);
    return value;
  }

  private void refused(ApiResponse answer, int status) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    answers.add(answer.text());
  }
}
