package io.spillway.api.auth;

import io.spillway.api.auth.jose.CompactJws;
import io.spillway.domain.audit.ChainPoint;
import io.spillway.store.AuditCheckpoint;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * A checkpoint of the system log, as it was signed: a JWS of a type of its own, with the claims
 * {@code number}, {@code hash} and {@code iat}. It is not accepted as an access token, nor is an
 * access token accepted as a checkpoint.
 *
 * @param point the row and its hash
 * @param signedAt in whole seconds
 */
public record LogCheckpoint(ChainPoint point, Instant signedAt) {
  static final String TYPE = "spillway-log-checkpoint+jwt";

  private static final String NUMBER = "number";
  private static final String HASH = "hash";
  private static final String ISSUED_AT = "iat";

  static AuditCheckpoint sign(JsonObject privateJwk, ChainPoint point, Instant now) {
    JsonObject claims =
        new JsonObject()
            .put(NUMBER, point.number())
            .put(HASH, point.hash())
            .put(ISSUED_AT, now.getEpochSecond());
    return new AuditCheckpoint(
        point.number(),
        privateJwk.getString("kid"),
        now,
        CompactJws.sign(privateJwk, TYPE, claims));
  }

  /** Reads a JWS whose signature is checked elsewhere; empty if it is no checkpoint. */
  static Optional<LogCheckpoint> read(CompactJws jws) {
    JsonObject claims = jws.claims();
    if (!TYPE.equals(jws.header().getValue("typ"))
        || !(claims.getValue(NUMBER) instanceof Number number)
        || !(claims.getValue(HASH) instanceof String hash)
        || !(claims.getValue(ISSUED_AT) instanceof Number issuedAt)) {
      return Optional.empty();
    }
    return Optional.of(
        new LogCheckpoint(
            new ChainPoint(number.longValue(), hash), Instant.ofEpochSecond(issuedAt.longValue())));
  }
}
