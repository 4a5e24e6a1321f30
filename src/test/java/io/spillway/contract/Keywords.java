package io.spillway.contract;

import java.util.Map;
import java.util.Set;

/** The keywords of schemas that {@link SchemaCheck} knows. */
final class Keywords {
  private static final Set<String> CHECKED =
      Set.of(
          "$ref",
          "type",
          "format",
          "enum",
          "const",
          "pattern",
          "minLength",
          "maxLength",
          "minimum",
          "maximum",
          "items",
          "minItems",
          "maxItems",
          "uniqueItems",
          "properties",
          "required",
          "propertyNames",
          "additionalProperties",
          "minProperties",
          "maxProperties",
          "allOf",
          "oneOf",
          "anyOf");

  /** These say nothing about a value. */
  private static final Set<String> NOTES =
      Set.of(
          "title",
          "description",
          "default",
          "example",
          "examples",
          "deprecated",
          "readOnly",
          "writeOnly",
          "contentMediaType",
          "externalDocs");

  private Keywords() {}

  /**
   * Refuses a schema that could not be checked in full.
   *
   * @throws IllegalArgumentException if it has another keyword
   */
  static void requireKnown(Map<String, Object> schema) {
    for (String keyword : schema.keySet()) {
      if (!CHECKED.contains(keyword) && !NOTES.contains(keyword) && !keyword.startsWith("x-")) {
        throw new IllegalArgumentException(
            "the schema keyword " + keyword + " is not checked by SchemaCheck; it has " + schema);
      }
    }
  }
}
