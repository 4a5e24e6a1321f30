package io.spillway.engine.webhook;

import io.spillway.domain.webhook.WebhookFormat;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Makes the output of a step from the body of an answer or a callback. */
final class AnswerBody {
  private static final byte[] NONE = {};
  private static final String CONTEXT = "context";

  private AnswerBody() {}

  /** The output {@code {"response": …}}; nothing if the body is empty or not JSON. */
  static byte[] output(WebhookFormat format, byte[] body) {
    return parsed(format, body).orElse(NONE);
  }

  /**
   * The same, but nothing at all if the body is neither empty nor JSON.
   *
   * @return present for an empty body, with no bytes
   */
  static Optional<byte[]> parsed(WebhookFormat format, byte[] body) {
    if (body.length == 0) {
      return Optional.of(NONE);
    }
    try {
      Object value = Json.decodeValue(Buffer.buffer(body));
      if (format == WebhookFormat.STANDARD) {
        return Optional.of(wrapped(value));
      }
      return Optional.of(
          value instanceof JsonObject object && object.containsKey(CONTEXT)
              ? wrapped(object.getValue(CONTEXT))
              : NONE);
    } catch (DecodeException e) {
      return Optional.empty();
    }
  }

  private static byte[] wrapped(Object value) {
    return new JsonObject().put("response", value).toBuffer().getBytes();
  }
}
