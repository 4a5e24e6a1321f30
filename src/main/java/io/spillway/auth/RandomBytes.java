package io.spillway.auth;

import java.security.SecureRandom;
import java.util.Base64;

/** Unpredictable bytes for secrets, salts and names. Thread-safe. */
final class RandomBytes {
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomBytes() {}

  static byte[] take(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** {@code length} random bytes as base64url without padding. */
  static String base64Url(int length) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(take(length));
  }

  /** A number from 0 up to, but without, {@code bound}. */
  static int below(int bound) {
    return RANDOM.nextInt(bound);
  }
}
