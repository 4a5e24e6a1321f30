package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.api.auth.TrustedProxies;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerAuthenticationTest {
  private static final String LIST = "/api/v1/automations";

  /** Of one address in a minute. */
  private static final int MAX_INVALID = 300;

  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = new ApiServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aRequestWithoutTheHeaderIsRefused() {
    assertUnauthenticated(get(LIST), "missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic YWRtaW46YWRtaW4=", "Digest a", "Bearer", "admin", "Beareradmin"})
  void anotherSchemeThanBearerIsRefused(String header) {
    assertUnauthenticated(get(LIST).header("Authorization", header), "must be Bearer");
  }

  @Test
  void aTokenThatIsNotValidIsRefused() {
    assertUnauthenticated(get(LIST).header("Authorization", "Bearer nobody"), "not valid");
    assertUnauthenticated(get(LIST).header("Authorization", "Bearer  "), "");
  }

  @Test
  void twoHeadersAreRefusedEvenIfBothAreValid() {
    assertUnauthenticated(
        get(LIST).header("Authorization", "Bearer admin").header("Authorization", "Bearer admin"),
        "2 times");
  }

  @Test
  void aTokenInTheQueryIsRefusedEvenBesideAValidHeader() {
    assertUnauthenticated(get(LIST + "?access_token=admin"), "query");
    assertUnauthenticated(
        get(LIST + "?access_token=admin").header("Authorization", "Bearer admin"), "query");
  }

  @Test
  void invalidTokensOfOneAddressBehindAProxyDoNotCountForAnother() {
    try (ApiServer behindAProxy = new ApiServer(TrustedProxies.of(List.of("127.0.0.1")))) {
      for (int i = 0; i < MAX_INVALID; i++) {
        assertThat(statusOfInvalid(behindAProxy, "192.0.2." + i + ", 198.51.100.7")).isEqualTo(401);
      }

      assertThat(statusOfInvalid(behindAProxy, "198.51.100.7")).isEqualTo(429);
      assertThat(statusOfInvalid(behindAProxy, "198.51.100.8")).isEqualTo(401);
    }
  }

  @Test
  void anAddressThatNoTrustedProxyNamesDoesNotCount() {
    try (ApiServer direct = new ApiServer()) {
      for (int i = 0; i < MAX_INVALID; i++) {
        assertThat(statusOfInvalid(direct, "192.0.2." + i)).isEqualTo(401);
      }

      assertThat(statusOfInvalid(direct, "198.51.100.8")).isEqualTo(429);
    }
  }

  private static int statusOfInvalid(ApiServer at, String forwardedFor) {
    return at.send(
            at.request("GET", LIST, "")
                .header("Authorization", "Bearer nobody")
                .header("X-Forwarded-For", forwardedFor))
        .statusCode();
  }

  @Test
  void theSchemeIsTakenInAnyCase() {
    assertThat(server.send(get(LIST).header("Authorization", "bearer viewer")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aRoleThatDoesNotSufficeIsToldWhichWould() {
    HttpResponse<String> response =
        server.send(server.request("POST", LIST, "{}").header("Authorization", "Bearer operator"));
    BadInputTest.assertRefused(
        response,
        403,
        7,
        "createAutomation requires the role admin, the caller has the role operator");
  }

  @Test
  void introspectionTellsRolesAndPermissions() {
    HttpResponse<String> response =
        server.send(get("/api/v1/auth/introspect").header("Authorization", "Bearer operator"));
    assertThat(ApiServer.json(response).getString("userId")).isEqualTo("client-operator");
    assertThat(ApiServer.json(response).getString("principleId")).isEqualTo("client-operator");
    assertThat(ApiServer.json(response).getJsonArray("roles"))
        .containsExactly("worker", "viewer", "operator");
    assertThat(ApiServer.json(response).getJsonArray("permissions"))
        .contains("executeAutomation", "getAutomation")
        .doesNotContain("createAutomation");
    assertThat(ApiServer.json(response).getJsonArray("features")).isEmpty();
    assertThat(ApiServer.json(response).getString("tenantId")).isEmpty();
    assertThat(ApiServer.json(response).getString("deviceClientId")).isEmpty();
    assertThat(ApiServer.json(response).getJsonArray("disabledModules")).isEmpty();
  }

  @Test
  void theTokenEndpointIsHandedTheForm() {
    HttpResponse<String> response =
        server.send(
            server
                .request("POST", "/auth/v1/token", "client_id=c%201")
                .setHeader("Content-Type", "application/x-www-form-urlencoded"));
    assertThat(ApiServer.json(response).getString("access_token")).isEqualTo("c 1");
  }

  @Test
  void aFormThatCannotBeReadIsRefusedByTheTokenEndpointItself() {
    HttpResponse<String> response =
        server.send(
            server
                .request("POST", "/auth/v1/token", "client_id=" + "c".repeat(70_000))
                .setHeader("Content-Type", "application/x-www-form-urlencoded"));
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(ApiServer.json(response).getString("error")).isEqualTo("invalid_request");
  }

  private static void assertUnauthenticated(HttpRequest.Builder request, String message) {
    HttpResponse<String> response = server.send(request);
    BadInputTest.assertRefused(response, 401, 16, message);
    assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
        .startsWith("Bearer ");
  }

  private static HttpRequest.Builder get(String path) {
    return server.request("GET", path, "");
  }
}
