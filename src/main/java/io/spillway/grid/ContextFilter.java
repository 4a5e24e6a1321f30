package io.spillway.grid;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Which contexts a search wants.
 *
 * @param text what the context contains, in any case; empty for any
 * @param subjectUserIds what its {@code user_id} may be; empty for any
 */
record ContextFilter(String text, Set<String> subjectUserIds) {
  boolean acceptsAll() {
    return text.isEmpty() && subjectUserIds.isEmpty();
  }

  boolean accepts(byte[] context) {
    if (acceptsAll()) {
      return true;
    }
    String json = new String(context, StandardCharsets.UTF_8);
    return (text.isEmpty() || json.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)))
        && (subjectUserIds.isEmpty()
            || subjectUserIds.contains(String.valueOf(new JsonObject(json).getValue("user_id"))));
  }
}
