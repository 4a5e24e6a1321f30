package io.spillway.engine.grid;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The secret that all members of a cluster share. Whoever can compute a message authentication code
 * (HMAC-SHA256, RFC 2104) with it is one of them. Thread-safe.
 */
public final class ClusterSecret {
  /** A shorter one might be guessed. */
  public static final int MIN_CHARACTERS = 32;

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * @param secret at least {@link #MIN_CHARACTERS} characters; its UTF-8 bytes are the key
   */
  public ClusterSecret(String secret) {
    if (secret.length() < MIN_CHARACTERS) {
      throw new IllegalArgumentException(
          "the secret has "
              + secret.length()
              + " characters, must have at least "
              + MIN_CHARACTERS);
    }
    key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /**
   * The code of a text followed by a body.
   *
   * @param head begins with the kind of what is authenticated, so that no code is good for two
   *     kinds
   */
  public byte[] codeOf(String head, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(head.getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** Whether this is the code in Base64, as messages have it; not if it is absent or none. */
  public boolean matches(@Nullable String code, String head, byte[] body) {
    try {
      return matches(Base64.getDecoder().decode(code == null ? "" : code), head, body);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether this is the code of that text and body. Takes as long for a wrong one. */
  public boolean matches(byte[] code, String head, byte[] body) {
    return MessageDigest.isEqual(code, codeOf(head, body));
  }

  @Override
  public String toString() {
    return "ClusterSecret[…]";
  }
}
