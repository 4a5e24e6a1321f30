package io.spillway.api.auth;

import io.spillway.api.auth.jose.CompactJws;
import io.spillway.api.auth.jose.Ed25519Jwk;
import io.spillway.api.auth.jose.JwsException;
import io.vertx.core.json.JsonObject;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The keys that checkpoints of the system log are verified with. Immutable. */
public final class CheckpointKeys {
  /** The use of these keys in the store of a server. */
  public static final String USE = SigningKeys.USE;

  private final Map<String, PublicKey> byId;

  private CheckpointKeys(Map<String, PublicKey> byId) {
    this.byId = Map.copyOf(byId);
  }

  /** What verifying a checkpoint showed. */
  public sealed interface Result {
    /** A known key signed it. */
    record Signed(LogCheckpoint checkpoint) implements Result {}

    /** None of the known keys has the id of its key. */
    record UnknownKey(String keyId) implements Result {}

    /**
     * It is none, or its signature is wrong.
     *
     * @param reason continues "the checkpoint …"
     */
    record Refused(String reason) implements Result {}
  }

  /**
   * Keys from JWKs, public or private ones.
   *
   * @throws IllegalArgumentException if one is not an Ed25519 key with an id
   */
  public static CheckpointKeys of(List<JsonObject> jwks) {
    Map<String, PublicKey> byId = new HashMap<>();
    for (JsonObject jwk : jwks) {
      if (!(jwk.getValue("kid") instanceof String keyId)) {
        throw new IllegalArgumentException("JWK has no member kid");
      }
      byId.put(keyId, Ed25519Jwk.publicKey(jwk));
    }
    return new CheckpointKeys(byId);
  }

  /** Verifies a checkpoint. */
  public Result verify(String jws) {
    try {
      CompactJws parsed = CompactJws.parse(jws);
      String keyId = String.valueOf(parsed.header().getValue("kid"));
      PublicKey key = byId.get(keyId);
      if (key == null) {
        return new Result.UnknownKey(keyId);
      }
      if (!parsed.signedBy(key)) {
        return new Result.Refused("was not signed by its key");
      }
      return LogCheckpoint.read(parsed)
          .<Result>map(Result.Signed::new)
          .orElseGet(() -> new Result.Refused("is a token of another kind"));
    } catch (JwsException e) {
      return new Result.Refused("is not valid: it " + e.getMessage());
    }
  }
}
