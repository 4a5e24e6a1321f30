package io.spillway.engine.webhook;

import io.spillway.domain.webhook.WebhookFormat;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Tokens of callback URLs, which say what they are good for and cannot be forged. Thread-safe. */
final class CallbackTokens {
  private static final String PURPOSE = "webhook callback";
  private static final byte LAYOUT = 1;
  private static final int LENGTH_BYTES = 1 + 1 + Long.BYTES + 2 * Integer.BYTES;
  private static final int MAX_TOKEN = 256;

  private final SecretSealer sealer;

  CallbackTokens(SecretSealer sealer) {
    this.sealer = sealer;
  }

  /**
   * What a token is good for.
   *
   * @param format of the webhook, by which the body is read
   */
  record Callback(WebhookFormat format, long executionId, int step, int run) {}

  String issue(Callback callback) {
    return sealer.seal(
        ByteBuffer.allocate(LENGTH_BYTES)
            .put(LAYOUT)
            .put((byte) (callback.format() == WebhookFormat.C1 ? 0 : 1))
            .putLong(callback.executionId())
            .putInt(callback.step())
            .putInt(callback.run())
            .array(),
        PURPOSE);
  }

  /** What the token is good for; empty if it was not issued here. */
  Optional<Callback> read(String token) {
    if (token.length() > MAX_TOKEN) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(sealer.openBytes(token, PURPOSE));
      if (bytes.remaining() != LENGTH_BYTES || bytes.get() != LAYOUT) {
        return Optional.empty();
      }
      return Optional.of(
          new Callback(
              bytes.get() == 0 ? WebhookFormat.C1 : WebhookFormat.STANDARD,
              bytes.getLong(),
              bytes.getInt(),
              bytes.getInt()));
    } catch (UnsealableException e) {
      return Optional.empty();
    }
  }
}
