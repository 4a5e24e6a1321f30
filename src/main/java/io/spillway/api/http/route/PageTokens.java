package io.spillway.api.http.route;

import io.spillway.api.http.json.Refusals;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Issues and verifies page tokens, which clients cannot forge and which are bound to one query.
 *
 * <p>A token is a format number, a MAC over the query and the cursor, and the cursor, in base64url.
 * Thread-safe.
 */
public final class PageTokens {
  private static final String ALGORITHM = "HmacSHA256";
  private static final byte FORMAT = 1;
  private static final int MAC_BYTES = 16;
  private static final Kind PAGE =
      new Kind("pageToken", 1_024, "the nextPageToken of the same query");

  private final SecretKeySpec key;
  private final Kind kind;

  /**
   * A kind of token.
   *
   * @param field of the request that carries it
   * @param maxLength in characters
   * @param allowed the expected token, for messages
   */
  public record Kind(String field, int maxLength, String allowed) {}

  /**
   * @param key secret bytes, the same on every node
   */
  public PageTokens(byte[] key) {
    this(key, PAGE);
  }

  /** For tokens of another kind than page tokens. */
  public PageTokens(byte[] key, Kind kind) {
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.kind = kind;
  }

  /**
   * Issues a token.
   *
   * @param query the operation and its filters, without the page size
   * @param cursor where the next page begins
   */
  public String issue(String query, String cursor) {
    byte[] payload = cursor.getBytes(StandardCharsets.UTF_8);
    byte[] token =
        ByteBuffer.allocate(1 + MAC_BYTES + payload.length)
            .put(FORMAT)
            .put(mac(query, payload))
            .put(payload)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /**
   * The cursor in a token.
   *
   * @throws io.spillway.domain.automation.RefusedException if the token was not issued for this
   *     query
   */
  public String cursor(String query, String token) {
    byte[] bytes = decode(token);
    if (bytes.length > 1 + MAC_BYTES) {
      String cursor =
          new String(bytes, 1 + MAC_BYTES, bytes.length - 1 - MAC_BYTES, StandardCharsets.UTF_8);
      // Issued again for this query, it must be the same bit by bit.
      if (MessageDigest.isEqual(ascii(issue(query, cursor)), ascii(token))) {
        return cursor;
      }
    }
    throw Refusals.invalid(
        kind.field
            + " "
            + Refusals.quote(token)
            + " does not belong to this query, must be "
            + kind.allowed);
  }

  private byte[] decode(String token) {
    try {
      return token.length() > kind.maxLength ? new byte[0] : Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      // Not base64url, so not issued here: refused by the caller.
      return new byte[0];
    }
  }

  private static byte[] ascii(String token) {
    return token.getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] mac(String query, byte[] cursor) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] bound = query.getBytes(StandardCharsets.UTF_8);
      mac.update(ByteBuffer.allocate(5).put(FORMAT).putInt(bound.length).flip());
      mac.update(bound);
      return Arrays.copyOf(mac.doFinal(cursor), MAC_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
