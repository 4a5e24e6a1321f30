package io.spillway.api.auth;

import io.spillway.api.auth.jose.RandomBytes;
import io.vertx.ext.auth.hashing.HashingStrategy;
import java.util.Base64;
import java.util.Map;

/** Salted hashes of client secrets. Blocks for a millisecond or two. Thread-safe. */
final class SecretHash {
  // pbkdf2 is the only algorithm of vertx-auth-common that is salted and thread-safe. Iterations
  // protect weak passwords; these secrets have 256 random bits, so few iterations suffice, and a
  // flood of wrong secrets stays cheap to refuse.
  private static final String ALGORITHM = "pbkdf2";
  private static final Map<String, String> PARAMETERS = Map.of("it", "1000");
  private static final int SALT_BYTES = 16;

  private final HashingStrategy strategy;
  private final String decoy;

  SecretHash() {
    this(HashingStrategy.load());
  }

  SecretHash(HashingStrategy strategy) {
    this.strategy = strategy;
    this.decoy = of(RandomBytes.base64Url(32));
  }

  String of(String secret) {
    String salt = Base64.getEncoder().withoutPadding().encodeToString(RandomBytes.take(SALT_BYTES));
    return strategy.hash(ALGORITHM, PARAMETERS, salt, secret);
  }

  boolean matches(String hash, String secret) {
    return strategy.verify(hash, secret);
  }

  /** A hash that no secret matches, so that the refusal of an unknown client takes as long. */
  String decoy() {
    return decoy;
  }
}
