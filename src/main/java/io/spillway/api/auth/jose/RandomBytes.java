package io.spillway.api.auth.jose;

import java.security.SecureRandom;
import java.util.Base64;

/** Unpredictable bytes for secrets, salts and names. Thread-safe. */
public final class RandomBytes {
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomBytes() {}

  public static byte[] take(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** {@code length} random bytes as base64url without padding. */
  public static String base64Url(int length) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(take(length));
  }

  /** A number from 0 (inclusive) to {@code bound} (exclusive). */
  public static int below(int bound) {
    return RANDOM.nextInt(bound);
  }
}
