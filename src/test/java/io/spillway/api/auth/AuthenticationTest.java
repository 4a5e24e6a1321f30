package io.spillway.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthenticationTest {
  private final AuthServer server = new AuthServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void restartedNodeAcceptsTheTokensOfTheOneBefore() {
    Credentials credentials = server.register(Role.ADMIN);
    String token = server.identity.accessTokens().issue(server.client(credentials));

    Authentication restarted = Await.result(server.otherNode());

    assertThat(Await.result(restarted.accessTokens().verify(token)).clientId())
        .isEqualTo(credentials.clientId());
    assertThat(restarted.jwks()).isEqualTo(server.identity.jwks());
    assertThat(restarted.pageTokenKey()).isEqualTo(server.identity.pageTokenKey());
  }

  @Test
  void nodesThatStartTogetherAgreeOnTheKeys() {
    server.store.keys.clear();

    List<Future<Authentication>> starting =
        IntStream.range(0, 8).mapToObj(i -> server.otherNode()).toList();

    List<Authentication> nodes = starting.stream().map(Await::result).toList();
    assertThat(nodes).extracting(Authentication::jwks).containsOnly(nodes.get(0).jwks());
    assertThat(nodes)
        .extracting(Authentication::pageTokenKey)
        .containsOnly(nodes.get(0).pageTokenKey());
  }

  @Test
  void pageTokenKeyIsSecretAndNoSigningKey() {
    assertThat(server.identity.pageTokenKey()).hasSize(32);
    assertThat(server.identity.jwks().getJsonArray("keys")).hasSize(1);
  }

  @Test
  void callersCannotChangeThePageTokenKey() {
    byte[] key = server.identity.pageTokenKey();
    key[0]++;

    assertThat(server.identity.pageTokenKey()).isNotEqualTo(key);
  }

  @Test
  void metadataTellsWhereTokensAndKeysAreServed() {
    assertThat(server.identity.metadata().getString("issuer"))
        .isEqualTo("https://spillway.example");
    assertThat(server.identity.metadata().getString("token_endpoint"))
        .isEqualTo("https://spillway.example/auth/v1/token");
    assertThat(server.identity.metadata().getString("jwks_uri"))
        .isEqualTo("https://spillway.example/.well-known/jwks.json");
  }
}
