package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.AdminCredentials;
import io.spillway.harness.ApiResponse;
import io.spillway.harness.ServerApi;
import io.spillway.harness.ServerProcess;
import io.spillway.testing.PostgresServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What real nodes know of each other's clients, and after they were killed. */
@Timeout(value = 5 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CredentialsIT {
  private static final int NODES = 2;

  /** A revocation is heeded after five seconds; the rest is for a slow machine. */
  private static final Duration SECONDS = Duration.ofSeconds(15);

  @RegisterExtension final Nodes nodes = Nodes.perTest();
  @TempDir Path directory;

  @Test
  void anAssertionIsNotGoodAgainAfterTheNodeWasKilled() {
    Path data = directory.resolve("data");
    ServerProcess first = nodes.start(data);
    List<String> form =
        AdminCredentials.read(data).assertionForm("localhost", "once", Instant.now());
    ServerApi.token(first.url(), form).ok();

    first.kill();
    ApiResponse replayed = ServerApi.token(nodes.start(data).url(), form);

    assertThat(replayed.status()).isEqualTo(401);
    assertThat(replayed.text()).contains("client_assertion was used before");
  }

  @Test
  void withoutAnIdentityProviderNobodyIsSentToOne() {
    ServerApi anybody = ServerApi.withToken(nodes.start(directory.resolve("data")).url(), "none");

    assertThat(anybody.get("/auth/v1/provider").ok())
        .isEqualTo(new JsonObject().put("signInIssuer", ""));
    ApiResponse refused =
        anybody.get(
            "/auth/v1/provider/authorize?redirect_uri=https://spillway.example/signed-in"
                + "&state=0123456789abcdef&code_challenge_method=S256"
                + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.text()).contains("--oidc-client-id");
  }

  @Test
  void anAssertionIsGoodOnceHoweverManySendItToAllNodesAtOnce() {
    TestCluster cluster = startCluster();
    AdminCredentials client = cluster.firstClient();
    for (int round = 0; round < 5; round++) {
      List<String> form = client.assertionForm("localhost", "round " + round, Instant.now());

      List<ApiResponse> answers =
          IntStream.range(0, 8)
              .parallel()
              .mapToObj(i -> ServerApi.token(cluster.node(i % NODES).url(), form))
              .toList();

      assertThat(answers)
          .extracting(ApiResponse::status)
          .containsOnly(200, 401)
          .containsOnlyOnce(200);
    }
  }

  @Test
  void whatARevokedClientHadEndsOnEveryNode() {
    TestCluster cluster = startCluster();
    ServerApi admin = cluster.signIn(0);
    JsonObject made =
        admin
            .post(
                "/api/v1/clients",
                new JsonObject()
                    .put("displayName", "Leaves soon")
                    .put("roles", new JsonArray().add("viewer")))
            .ok();
    String id = made.getJsonObject("client").getString("id");
    List<String> form = List.of("client_id", id, "client_secret", made.getString("clientSecret"));
    URI here = cluster.node(0).url();
    URI there = cluster.node(1).url();
    String token = ServerApi.token(there, form).ok().getString("access_token");
    ServerApi.withToken(here, token).get("/api/v1/automations").ok();
    ServerApi.withToken(there, token).get("/api/v1/automations").ok();

    admin.delete("/api/v1/clients/" + URLEncoder.encode(id, StandardCharsets.UTF_8)).ok();

    assertThat(ServerApi.withToken(here, token).get("/api/v1/automations").status()).isEqualTo(401);
    assertThat(ServerApi.token(there, form).status()).isEqualTo(401);
    ServerApi elsewhere = ServerApi.withToken(there, token);
    await()
        .atMost(SECONDS)
        .untilAsserted(
            () -> {
              ApiResponse answer = elsewhere.get("/api/v1/automations");
              assertThat(answer.status()).isEqualTo(401);
              assertThat(answer.text()).contains("the client of the access token is revoked");
            });
  }

  private TestCluster startCluster() {
    TestCluster cluster =
        new TestCluster(nodes, directory, PostgresServer.shared().newDatabase(), NODES);
    cluster.startAll();
    return cluster;
  }
}
