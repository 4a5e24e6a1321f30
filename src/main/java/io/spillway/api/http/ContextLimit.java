package io.spillway.api.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Up to what size a search returns the contexts of executions.
 *
 * @param maxBytes of a context as JSON; a larger one is left out
 */
record ContextLimit(long maxBytes) {
  /** All contexts are returned. */
  static final ContextLimit NONE = new ContextLimit(Long.MAX_VALUE);

  private static final String FIELD = "maxContextBytes";

  /** The limit that a search asks for. */
  static ContextLimit of(Fields body) {
    return body.has(FIELD) ? new ContextLimit(body.uint32(FIELD)) : NONE;
  }

  /** Writes the context of an execution, or its size instead. */
  void write(JsonGenerator out, byte[] context) throws IOException {
    if (context.length <= maxBytes) {
      String json = new String(context, StandardCharsets.UTF_8);
      JsonText.object(out, "context", o -> JsonText.raw(o, "context", json));
    } else {
      JsonText.object(out, "context", o -> {});
      out.writeNumberField("contextBytes", context.length);
    }
  }
}
