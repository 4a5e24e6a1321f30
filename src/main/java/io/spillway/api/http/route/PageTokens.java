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
 * Makes page tokens that clients cannot make, and that fit one query only.
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
   * What a token is called.
   *
   * @param field it comes back in
   * @param longest it can be, in characters
   * @param allowed says which token fits
   */
  public record Kind(String field, int longest, String allowed) {}

  /**
   * @param key secret bytes, the same on every node
   */
  public PageTokens(byte[] key) {
    this(key, PAGE);
  }

  /** For tokens that are used like those of pages, but called something else. */
  public PageTokens(byte[] key, Kind kind) {
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.kind = kind;
  }

  /**
   * A token.
   *
   * @param query what is listed: the operation and its filters, but not the size of the page
   * @param cursor where the next page begins
   */
  public String issue(String query, String cursor) {
    byte[] place = cursor.getBytes(StandardCharsets.UTF_8);
    byte[] token =
        ByteBuffer.allocate(1 + MAC_BYTES + place.length)
            .put(FORMAT)
            .put(mac(query, place))
            .put(place)
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
      // Made anew, it is the same to the last bit, or it was not issued here.
      if (MessageDigest.isEqual(ascii(issue(query, cursor)), ascii(token))) {
        return cursor;
      }
    }
    throw Refusals.invalid(
        kind.field
            + " "
            + Refusals.quote(token)
            + " does not belong to this query, allowed is "
            + kind.allowed);
  }

  private byte[] decode(String token) {
    try {
      return token.length() > kind.longest ? new byte[0] : Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      // Not base64url, so not issued here: refused like any other foreign token.
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
