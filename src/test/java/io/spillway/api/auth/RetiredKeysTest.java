package io.spillway.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.automation.RefusedException;
import io.spillway.store.IdentityStore;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that were valid once. */
class RetiredKeysTest {
  private final AuthServer server = new AuthServer();
  private Credentials credentials;

  @BeforeEach
  void register() {
    credentials = server.register(Role.ADMIN);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void tokenOfASigningKeyThatIsGoneIsRefused() {
    String old = server.identity.accessTokens().issue(server.client(credentials));
    JsonObject newest = SigningKeys.generate();
    server.store.keys.values().removeIf(key -> key.use().equals(SigningKeys.USE));
    server.store.addKey(
        new IdentityStore.Key(
            "access-token-2", SigningKeys.USE, newest.encode(), server.clock.instant()));

    AccessTokens tokens = Await.result(server.otherNode()).accessTokens();

    assertThat(((RefusedException) Await.failure(tokens.verify(old))).refusal().message())
        .contains("was not signed by this server");
  }

  @Test
  void assertionOfAClientKeyThatWasReplacedIsRefused() {
    String assertion = AuthServer.sign(credentials, server.assertionClaims(credentials));
    Credentials other = server.register(Role.ADMIN);
    server.store.clients.put(credentials.clientId(), server.client(other));

    HttpResponse<Buffer> response =
        server.post(AuthServer.assertionForm(credentials.clientId(), assertion));

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.bodyAsString()).contains("client authentication failed");
  }
}
