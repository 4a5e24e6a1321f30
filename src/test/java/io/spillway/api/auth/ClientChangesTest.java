package io.spillway.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.api.auth.jose.CompactJws;
import io.spillway.api.auth.jose.Ed25519Jwk;
import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.automation.RefusedException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rotation of credentials and revocation of clients, on two nodes of one store. */
class ClientChangesTest {
  private final AuthServer server = new AuthServer();
  private final Authentication otherNode = Await.result(server.otherNode());

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void revocationEndsTokensHereAtOnceAndElsewhereWithinSeconds() {
    server.register(Role.ADMIN);
    Credentials credentials = server.register(Role.OPERATOR);
    String token = tokenOf(credentials);
    Await.result(server.identity.accessTokens().verify(token));
    Await.result(otherNode.accessTokens().verify(token));

    Await.result(server.identity.registration().revoke(credentials.clientId(), "root"));

    assertRefused(server.identity, token);
    server.clock.advance(ClientCache.MAX_AGE);
    assertRefused(otherNode, token);
  }

  @Test
  void newCredentialsEndTheOldOnesAndTheirTokens() {
    Credentials old = server.register(Role.OPERATOR);
    String token = tokenOf(old);
    Await.result(otherNode.accessTokens().verify(token));

    Credentials fresh =
        Await.result(
                server.identity.registration().rotate(old.clientId(), Optional.empty(), "root"))
            .credentials();

    assertThat(fresh.clientSecret()).isNotEqualTo(old.clientSecret());
    assertThat(server.post(AuthServer.secretForm(old)).statusCode()).isEqualTo(401);
    assertThat(server.post(AuthServer.secretForm(fresh)).statusCode()).isEqualTo(200);
    String assertion = AuthServer.sign(old, server.assertionClaims(old));
    assertThat(server.post(AuthServer.assertionForm(old.clientId(), assertion)).statusCode())
        .isEqualTo(401);
    assertRefused(server.identity, token);
    server.clock.advance(ClientCache.MAX_AGE);
    assertRefused(otherNode, token);
    assertThat(Await.result(otherNode.accessTokens().verify(tokenOf(fresh))).clientId())
        .isEqualTo(old.clientId());
    assertThat(server.store.events.get(server.store.events.size() - 1).kind())
        .isEqualTo(AuditEvent.Kind.CLIENT_ROTATED);
  }

  @Test
  void theLastAdministratorIsNotRevoked() {
    Credentials last = server.register(Role.ADMIN);
    server.register(Role.OPERATOR);

    RefusedException refused =
        (RefusedException)
            Await.failure(server.identity.registration().revoke(last.clientId(), "root"));

    assertThat(refused)
        .hasMessageContaining("is the last administrator")
        .hasMessageContaining("create another administrator first");
    Await.result(server.identity.accessTokens().verify(tokenOf(last)));
  }

  @Test
  void aClientOfAKeyItMadeItselfLogsInByIt() {
    java.security.KeyPair pair = Ed25519Jwk.generate();
    JsonObject jwk = Ed25519Jwk.ofPublic(pair.getPublic());

    RegisteredClient made =
        Await.result(
            server
                .identity
                .registration()
                .create(
                    new ClientRegistration.Profile("Own key", Set.of(Role.VIEWER), Set.of("a1")),
                    CredentialRequest.ofPublicKey(jwk),
                    "root"));

    assertThat(made.credentials().clientSecret()).isEmpty();
    assertThat(made.credentials().clientKey()).isEmpty();
    String assertion =
        Jwts.signed(Jwts.eddsa(), server.assertionClaims(made.credentials()), pair.getPrivate());
    String token =
        server
            .post(AuthServer.assertionForm(made.client().id(), assertion))
            .bodyAsJsonObject()
            .getString("access_token");
    assertThat(Await.result(otherNode.accessTokens().verify(token)).scope().ids())
        .containsExactly("a1");
  }

  @Test
  void anAssertionIsGoodOnceOnAllNodes() {
    Credentials credentials = server.register(Role.VIEWER);
    AssertionLogin here = login();
    AssertionLogin there = login();
    String assertion = AuthServer.sign(credentials, server.assertionClaims(credentials));
    Await.result(here.authenticate(credentials.clientId(), assertion, Set.of("spillway.example")));

    assertThat(
            Await.failure(
                there.authenticate(credentials.clientId(), assertion, Set.of("spillway.example"))))
        .hasMessageContaining("was used before");
  }

  private AssertionLogin login() {
    return new AssertionLogin(server.vertx, server.store, server.clock, CompactJws::signedBy);
  }

  private String tokenOf(Credentials credentials) {
    return server.identity.accessTokens().issue(server.client(credentials));
  }

  private static void assertRefused(Authentication node, String token) {
    assertThat(Await.failure(node.accessTokens().verify(token)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("is revoked, or has new credentials");
  }
}
