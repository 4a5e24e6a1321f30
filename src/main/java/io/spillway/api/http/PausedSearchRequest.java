package io.spillway.api.http;

import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.Refusals;
import io.spillway.domain.resolution.PausedFilter;
import io.vertx.core.json.pointer.JsonPointer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Reads the filter and the summary fields of a search for paused executions. */
final class PausedSearchRequest {
  private PausedSearchRequest() {}

  /**
   * The filter in {@code body}.
   *
   * @throws io.spillway.domain.automation.RefusedException if it is malformed
   */
  static PausedFilter filterOf(Fields body) {
    Map<String, String> contextEquals = body.scalarMap("contextEquals");
    contextEquals.keySet().forEach(field -> requireField("contextEquals", field));
    return Refusals.checked(
        () ->
            new PausedFilter(
                body.timestamp("createdSince"), body.timestamp("createdUntil"), contextEquals));
  }

  /** The context fields by which to summarize. */
  static List<String> summaryFieldsOf(Fields body) {
    List<String> fields = List.copyOf(new LinkedHashSet<>(body.texts("summaryFields")));
    if (fields.size() > PausedFilter.MAX_FIELDS) {
      throw Refusals.invalid(
          "summaryFields has "
              + fields.size()
              + " fields, must be at most "
              + PausedFilter.MAX_FIELDS);
    }
    fields.forEach(field -> requireField("summaryFields", field));
    return fields;
  }

  private static void requireField(String where, String field) {
    boolean valid = !field.isEmpty() && field.length() <= PausedFilter.MAX_TEXT;
    if (valid && field.startsWith("/")) {
      valid = isPointer(field);
    }
    if (!valid) {
      throw Refusals.invalid(
          where
              + " contains "
              + Refusals.quote(field)
              + ", must be a field of the context such as user_id, or a JSON pointer such as"
              + " /change/department, of at most "
              + PausedFilter.MAX_TEXT
              + " characters");
    }
  }

  private static boolean isPointer(String text) {
    try {
      JsonPointer.from(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
