package io.spillway.api.auth;

import io.spillway.api.auth.jose.RandomBytes;
import io.vertx.ext.auth.hashing.HashingStrategy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Salted hashes of client secrets: {@code $sha256$<salt>$<hash>}, both in Base64. Secrets have 256
 * random bits and cannot be guessed, so a fast hash is enough, and refusing a wrong secret costs
 * next to nothing. Earlier versions made PBKDF2 hashes, which are still verified. Thread-safe.
 */
final class SecretHash {
  private static final String PREFIX = "$sha256$";
  private static final int SALT_BYTES = 16;
  private static final int PARTS = 4;

  private final HashingStrategy earlier = HashingStrategy.load();

  String of(String secret) {
    byte[] salt = RandomBytes.take(SALT_BYTES);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return PREFIX + base64.encodeToString(salt) + "$" + base64.encodeToString(digest(salt, secret));
  }

  boolean matches(String hash, String secret) {
    if (!isCurrent(hash)) {
      return earlier.verify(hash, secret);
    }
    String[] parts = hash.split("\\$", PARTS);
    Base64.Decoder base64 = Base64.getDecoder();
    return MessageDigest.isEqual(
        base64.decode(parts[PARTS - 1]), digest(base64.decode(parts[PARTS - 2]), secret));
  }

  /** Whether the hash is one that {@link #of} makes today. */
  boolean isCurrent(String hash) {
    return hash.startsWith(PREFIX);
  }

  private static byte[] digest(byte[] salt, String secret) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(salt);
      return sha256.digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
