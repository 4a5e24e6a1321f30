package io.spillway.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.api.auth.AutomationScope;
import io.spillway.api.auth.Await;
import io.spillway.api.auth.Caller;
import io.spillway.api.auth.Role;
import io.spillway.api.auth.TokenVerifier;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensByIssuerTest {
  private static final String OWN = "https://spillway.example";
  private static final String PROVIDER = "https://id.example/realms/x";
  private static final Signer SIGNER = Signer.of("ES256", "k");

  private final TokenVerifier tokens =
      new TokensByIssuer(naming("own"), OWN, naming("provider"), PROVIDER);

  @Test
  void theIssuerDecidesWhoChecks() {
    assertThat(checkerOf(token(PROVIDER))).isEqualTo("provider");
    assertThat(checkerOf(token(OWN))).isEqualTo("own");
  }

  @Test
  void aTokenSeenBeforeGoesToTheSameCheck() {
    String token = token(PROVIDER);
    checkerOf(token);

    assertThat(checkerOf(token)).isEqualTo("provider");
  }

  @Test
  void aTokenOfAThirdIssuerIsRefusedWithTheTwoThatAreAllowed() {
    assertThat(Await.failure(tokens.verify(token("https://id.example/realms/x/"))))
        .hasMessageContaining("another issuer (iss); must be " + OWN + " or " + PROVIDER);
  }

  @Test
  void anAssertionOfAClientIsLeftToOurOwnCheck() {
    assertThat(checkerOf(SIGNER.sign(new JsonObject().put("iss", "c").put("sub", "c"))))
        .isEqualTo("own");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a.b", "a.b.c", "..", "a.bnVsbA.c", "a.WzFd.c", "a.e30.c"})
  void whatCannotBeReadIsLeftToOurOwnCheck(String token) {
    assertThat(checkerOf(token)).isEqualTo("own");
  }

  @Test
  void aLongTokenIsNotRead() {
    String token = SIGNER.sign(new JsonObject().put("iss", PROVIDER).put("p", "x".repeat(8192)));

    assertThat(checkerOf(token)).isEqualTo("own");
  }

  private static String token(String issuer) {
    return SIGNER.sign(new JsonObject().put("iss", issuer).put("sub", "s"));
  }

  private String checkerOf(String token) {
    return Await.result(tokens.verify(token)).clientId();
  }

  private static TokenVerifier naming(String name) {
    return token ->
        Future.succeededFuture(new Caller(name, name, Role.VIEWER, AutomationScope.ALL));
  }
}
