package io.spillway.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.api.auth.CheckpointKeys.Result;
import io.spillway.domain.audit.ChainPoint;
import io.spillway.domain.automation.RefusedException;
import io.spillway.store.AuditCheckpoint;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckpointKeysTest {
  private static final ChainPoint POINT = new ChainPoint(7, "ab".repeat(32));

  private final AuthServer server = new AuthServer();
  private final CheckpointKeys keys =
      CheckpointKeys.of(
          server.identity.jwks().getJsonArray("keys").stream()
              .map(JsonObject.class::cast)
              .toList());

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aCheckpointIsVerifiedWithThePublishedKeys() {
    AuditCheckpoint signed = server.identity.signCheckpoint(POINT);

    assertThat(signed.number()).isEqualTo(7);
    assertThat(signed.signedAt()).isEqualTo(server.clock.instant());
    assertThat(keys.verify(signed.jws()))
        .isEqualTo(new Result.Signed(new LogCheckpoint(POINT, server.clock.instant())));
  }

  @Test
  void aCheckpointIsSignedByTheKeyThatSignsTokens() {
    Credentials credentials = server.register(Role.VIEWER);
    String token = server.identity.accessTokens().issue(server.client(credentials));

    assertThat(server.identity.signCheckpoint(POINT).keyId())
        .isEqualTo(Jwts.part(token, 0).getString("kid"));
  }

  @Test
  void aChangedCheckpointIsRefused() {
    String jws = server.identity.signCheckpoint(POINT).jws();
    String other = server.identity.signCheckpoint(new ChainPoint(8, POINT.hash())).jws();
    String mixed = jws.substring(0, jws.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));

    assertThat(keys.verify(mixed)).isEqualTo(new Result.Refused("was not signed by its key"));
    assertThat(keys.verify("nonsense")).isInstanceOf(Result.Refused.class);
  }

  @Test
  void anUnknownKeyIsNamed() {
    JsonObject foreign = SigningKeys.generate();
    String jws = LogCheckpoint.sign(foreign, POINT, server.clock.instant()).jws();

    assertThat(keys.verify(jws)).isEqualTo(new Result.UnknownKey(foreign.getString("kid")));
  }

  @Test
  void anAccessTokenIsNoCheckpoint() {
    Credentials credentials = server.register(Role.VIEWER);
    String token = server.identity.accessTokens().issue(server.client(credentials));

    assertThat(keys.verify(token)).isEqualTo(new Result.Refused("is a token of another kind"));
  }

  @Test
  void aCheckpointIsNoAccessToken() {
    String jws = server.identity.signCheckpoint(POINT).jws();

    assertThat(Await.failure(server.identity.accessTokens().verify(jws)))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void keysWithoutAnIdAreRefused() {
    JsonObject jwk = SigningKeys.generate();
    jwk.remove("kid");

    assertThatThrownBy(() -> CheckpointKeys.of(List.of(jwk)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kid");
  }
}
