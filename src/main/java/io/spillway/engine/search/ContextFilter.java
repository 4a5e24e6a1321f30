package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionFact;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which contexts a search wants.
 *
 * @param text what the context contains, in any case; empty for any
 * @param subjectUserIds what its {@code user_id} may be; empty for any
 */
record ContextFilter(String text, Set<String> subjectUserIds) implements FactFilter {
  @Override
  public boolean acceptsAll() {
    return text.isEmpty() && subjectUserIds.isEmpty();
  }

  @Override
  public boolean accepts(ExecutionFact fact) {
    if (acceptsAll()) {
      return true;
    }
    String json = new String(fact.context(), StandardCharsets.UTF_8);
    return (text.isEmpty() || containsText(json))
        && (subjectUserIds.isEmpty() || isOfSubject(new JsonObject(json).getValue("user_id")));
  }

  private boolean isOfSubject(@Nullable Object userId) {
    return userId != null && subjectUserIds.contains(userId.toString());
  }

  /** In the context as written, or behind its escapes. */
  private boolean containsText(String json) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return json.toLowerCase(Locale.ROOT).contains(wanted)
        || (json.indexOf('\\') >= 0 && holds(new JsonObject(json).getMap(), wanted));
  }

  private static boolean holds(@Nullable Object value, String wanted) {
    if (value instanceof Map<?, ?> members) {
      return members.entrySet().stream()
          .anyMatch(m -> holds(m.getKey(), wanted) || holds(m.getValue(), wanted));
    }
    if (value instanceof List<?> elements) {
      return elements.stream().anyMatch(element -> holds(element, wanted));
    }
    return value instanceof String string && string.toLowerCase(Locale.ROOT).contains(wanted);
  }
}
