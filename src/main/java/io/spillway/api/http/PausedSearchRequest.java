package io.spillway.api.http;

import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.Refusals;
import io.spillway.domain.resolution.ContextCondition;
import io.spillway.domain.resolution.ContextCondition.Kind;
import io.spillway.domain.resolution.PausedFilter;
import io.spillway.store.SelectionJson;
import io.vertx.core.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
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
    List<ContextCondition> conditions =
        body.messages("contextFilters").stream().map(PausedSearchRequest::condition).toList();
    return Refusals.checked(
        () ->
            new PausedFilter(
                body.nonEmptyTimestamp("createdSince"),
                body.nonEmptyTimestamp("createdUntil"),
                contextEquals,
                conditions,
                body.nonEmpty("retryOf", "the id of a resolution that is DONE, or absent")));
  }

  private static ContextCondition condition(Fields given) {
    String field = given.anyText("field");
    requireField("contextFilters.field", field);
    List<Kind> kinds = new ArrayList<>(Arrays.asList(Kind.values()));
    kinds.removeIf(kind -> !given.has(SelectionJson.nameOf(kind)));
    if (kinds.size() != 1) {
      throw Refusals.invalid(
          given.path()
              + " has "
              + kinds.size()
              + " of equals, not, contains and exists, must have exactly one");
    }
    Kind kind = kinds.get(0);
    String name = SelectionJson.nameOf(kind);
    String json =
        switch (kind) {
          case EQUALS, NOT -> given.scalar(name).orElseThrow();
          case CONTAINS -> Json.encode(given.anyText(name));
          case EXISTS -> String.valueOf(given.flag(name));
        };
    return Refusals.checked(() -> new ContextCondition(field, kind, json));
  }

  /** The context fields by which to summarize. */
  static List<String> summaryFieldsOf(Fields body) {
    List<String> fields = List.copyOf(new LinkedHashSet<>(body.anyTexts("summaryFields")));
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
    if (field.length() > PausedFilter.MAX_TEXT) {
      throw Refusals.invalid(
          where
              + " contains a field of "
              + field.length()
              + " characters, must be at most "
              + PausedFilter.MAX_TEXT);
    }
    if (field.isEmpty() || (field.startsWith("/") && !isPointer(field))) {
      throw Refusals.invalid(
          where
              + " contains "
              + Refusals.quote(field)
              + ", must be a field of the context such as user_id, or a JSON pointer such as"
              + " /change/department");
    }
  }

  /** In a pointer, {@code ~} stands before 0 or 1 only. */
  private static boolean isPointer(String text) {
    for (int at = text.indexOf('~'); at >= 0; at = text.indexOf('~', at + 1)) {
      if (at + 1 == text.length() || (text.charAt(at + 1) != '0' && text.charAt(at + 1) != '1')) {
        return false;
      }
    }
    return true;
  }
}
