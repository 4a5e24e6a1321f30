package io.spillway.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.automation.Refusal;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderTokenEndpointTest {
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private final AuthServer server = new AuthServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aCodeWithItsVerifierIsAnsweredWithAToken() {
    HttpResponse<Buffer> answer = post(codeForm());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.bodyAsJsonObject())
        .isEqualTo(
            new JsonObject()
                .put("access_token", "good " + VERIFIER + " https://spillway.example/signed-in")
                .put("expires_in", 60)
                .put("refresh_token", "next")
                .put("token_type", "Bearer"));
    assertThat(answer.getHeader("Cache-Control")).isEqualTo("no-store");
    AuditEvent event = server.only(AuditEvent.Kind.TOKEN_ISSUED);
    assertThat(event.actor()).isEqualTo("https://id.example#alice");
    assertThat(event.details())
        .containsEntry("grant", "authorization_code")
        .containsEntry("remoteAddress", "127.0.0.1");
  }

  @Test
  void aRefreshTokenIsAnsweredWithATokenToo() {
    HttpResponse<Buffer> answer = post(form("refresh_token").add("refresh_token", "next"));

    assertThat(answer.bodyAsJsonObject().getString("access_token")).isEqualTo("renewed next");
    assertThat(answer.bodyAsJsonObject().containsKey("refresh_token")).isFalse();
    assertThat(server.only(AuditEvent.Kind.TOKEN_ISSUED).details())
        .containsEntry("grant", "refresh_token");
  }

  @Test
  void aCodeThatIsNotGoodIsRefusedAndTheSystemLogTellsIt() {
    HttpResponse<Buffer> answer = post(codeForm().set("code", "stolen"));

    assertError(answer, 400, "invalid_grant", "Code not valid");
    assertThat(server.onlyRefusal().details())
        .containsEntry("reason", "Code not valid")
        .containsEntry("remoteAddress", "127.0.0.1");
  }

  @Test
  void theSystemLogHasTheAddressThatATrustedProxyNames() {
    try (AuthServer behindAProxy = new AuthServer(TrustedProxies.of(List.of("127.0.0.1")))) {
      Await.result(
          behindAProxy
              .web
              .post(behindAProxy.port, "127.0.0.1", AuthServer.PROVIDER_PATH)
              .putHeader("X-Forwarded-For", "192.0.2.1")
              .sendForm(codeForm().set("code", "stolen")));

      assertThat(behindAProxy.onlyRefusal().details()).containsEntry("remoteAddress", "192.0.2.1");
    }
  }

  @Test
  void aProviderThatIsAwayIsNobodysFault() {
    HttpResponse<Buffer> answer = post(codeForm().set("code", "away"));

    assertError(answer, 503, "temporarily_unavailable", "cannot be read");
    assertThat(answer.getHeader("Retry-After")).isEqualTo("5");
    assertThat(server.audit.events).isEmpty();
  }

  @Test
  void whatBreaksInTheServerTellsNothing() {
    assertError(post(codeForm().set("code", "broken")), 500, "server_error", "in the server");
  }

  @ParameterizedTest
  @ValueSource(strings = {"code", "code_verifier", "redirect_uri", "grant_type"})
  void whatIsMissingIsNamed(String name) {
    assertError(
        post(codeForm().remove(name)), 400, "invalid_request", "parameter " + name + " is missing");
    assertError(
        post(codeForm().set(name, "")), 400, "invalid_request", "parameter " + name + " is empty");
    assertError(
        post(codeForm().add(name, "again")), 400, "invalid_request", "given more than once");
  }

  @Test
  void aVerifierThatCanBeGuessedIsRefused() {
    assertError(
        post(codeForm().set("code_verifier", "short")), 400, "invalid_request", "43 to 128");
  }

  @Test
  void otherGrantsAreRefused() {
    assertError(
        post(codeForm().set("grant_type", "password")),
        400,
        "unsupported_grant_type",
        "must be authorization_code or refresh_token");
  }

  @Test
  void withoutAProviderThereIsNothingToExchange() {
    server.signIn = Optional.empty();

    assertError(post(codeForm()), 404, "invalid_request", "--oidc-client-id");
  }

  private HttpResponse<Buffer> post(MultiMap form) {
    return Await.result(
        server.web.post(server.port, "127.0.0.1", AuthServer.PROVIDER_PATH).sendForm(form));
  }

  private static MultiMap form(String grant) {
    return MultiMap.caseInsensitiveMultiMap().add("grant_type", grant);
  }

  private static MultiMap codeForm() {
    return form("authorization_code")
        .add("code", "good")
        .add("code_verifier", VERIFIER)
        .add("redirect_uri", "https://spillway.example/signed-in");
  }

  private static void assertError(
      HttpResponse<Buffer> answer, int status, String error, String description) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.bodyAsJsonObject().getString("error")).isEqualTo(error);
    assertThat(answer.bodyAsJsonObject().getString("error_description")).contains(description);
  }

  /** Responds by the name of the code. */
  static final class ByCode implements ProviderSignIn {
    private static final String ALICE = "https://id.example#alice";

    @Override
    public String issuer() {
      return "https://id.example";
    }

    @Override
    public String addressFor(String redirectUri, String state, String codeChallenge) {
      return issuer();
    }

    @Override
    public Future<Grant> exchange(String code, String verifier, String redirectUri) {
      return switch (code) {
        case "good" ->
            Future.succeededFuture(
                new Grant(
                    ALICE, String.join(" ", code, verifier, redirectUri), 60, Optional.of("next")));
        case "stolen" -> refused(Refusal.Reason.UNAUTHENTICATED, "Code not valid");
        case "away" -> refused(Refusal.Reason.UNAVAILABLE, "https://id.example cannot be read");
        default -> throw new IllegalStateException("planted");
      };
    }

    @Override
    public Future<Grant> refresh(String refreshToken) {
      return Future.succeededFuture(
          new Grant(ALICE, "renewed " + refreshToken, 60, Optional.empty()));
    }

    private static Future<Grant> refused(Refusal.Reason reason, String message) {
      return Future.failedFuture(new Refusal(reason, message).asException());
    }
  }
}
