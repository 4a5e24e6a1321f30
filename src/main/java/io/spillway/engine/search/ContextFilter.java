package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionFact;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Filters executions by context.
 *
 * @param text contained in the context, ignoring case; empty for any
 * @param subjectUserIds allowed values of its {@code user_id}; empty for any
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
    return (text.isEmpty() || containsText(fact))
        && (subjectUserIds.isEmpty()
            || isOfSubject(ContextDecoder.decode(fact).getValue("user_id")));
  }

  private boolean isOfSubject(@Nullable Object userId) {
    return userId != null && subjectUserIds.contains(userId.toString());
  }

  /** Searches the JSON text, and the decoded strings if it has escapes. */
  private boolean containsText(ExecutionFact fact) {
    String json = new String(fact.context(), StandardCharsets.UTF_8);
    String lowerCaseText = text.toLowerCase(Locale.ROOT);
    return json.toLowerCase(Locale.ROOT).contains(lowerCaseText)
        || (json.indexOf('\\') >= 0
            && containsText(ContextDecoder.decode(fact).getMap(), lowerCaseText));
  }

  private static boolean containsText(@Nullable Object value, String lowerCaseText) {
    if (value instanceof Map<?, ?> members) {
      return members.entrySet().stream()
          .anyMatch(
              m ->
                  containsText(m.getKey(), lowerCaseText)
                      || containsText(m.getValue(), lowerCaseText));
    }
    if (value instanceof List<?> elements) {
      return elements.stream().anyMatch(element -> containsText(element, lowerCaseText));
    }
    return value instanceof String string
        && string.toLowerCase(Locale.ROOT).contains(lowerCaseText);
  }
}
