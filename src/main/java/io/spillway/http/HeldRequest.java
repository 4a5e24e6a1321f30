package io.spillway.http;

import io.spillway.resolution.HeldFilter;
import io.vertx.core.json.pointer.JsonPointer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Reads which held executions somebody wants to see, and summed up by what. */
final class HeldRequest {
  private HeldRequest() {}

  /**
   * The filter in {@code body}.
   *
   * @throws io.spillway.automation.RefusedException if it is not as it should be
   */
  static HeldFilter filterOf(Fields body) {
    Map<String, String> contextEquals = body.scalarMap("contextEquals");
    contextEquals.keySet().forEach(field -> requireField("contextEquals", field));
    return Refusals.checked(
        () ->
            new HeldFilter(
                body.timestamp("createdSince"), body.timestamp("createdUntil"), contextEquals));
  }

  /** The fields of contexts by which to sum up. */
  static List<String> summaryFieldsOf(Fields body) {
    List<String> fields = List.copyOf(new LinkedHashSet<>(body.texts("summaryFields")));
    if (fields.size() > HeldFilter.MOST_FIELDS) {
      throw Refusals.invalid(
          "summaryFields has " + fields.size() + " fields, allowed are " + HeldFilter.MOST_FIELDS);
    }
    fields.forEach(field -> requireField("summaryFields", field));
    return fields;
  }

  private static void requireField(String where, String field) {
    boolean valid = !field.isEmpty() && field.length() <= HeldFilter.LONGEST_TEXT;
    if (valid && field.startsWith("/")) {
      valid = isPointer(field);
    }
    if (!valid) {
      throw Refusals.invalid(
          where
              + " names "
              + Refusals.quote(field)
              + ", allowed is a field of the context such as user_id, or a JSON pointer such as"
              + " /change/department, of up to "
              + HeldFilter.LONGEST_TEXT
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
