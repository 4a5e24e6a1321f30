package io.spillway.api.http.json;

import io.spillway.domain.automation.FieldNames;
import io.spillway.domain.automation.RefusedException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The fields of a message by its schema. Checks the names in a request before they are read, so
 * that a misspelt field is refused instead of ignored. Immutable.
 *
 * <p>Either all unknown fields are refused, or only near misses of known ones: names that differ
 * from a known one in case, in underscores or by one letter.
 */
public final class KnownFields {
  /** Of a message that may have any field. */
  public static final KnownFields ANY = new KnownFields(Map.of(), false);

  /** A longer name is not near any other. */
  private static final int MAX_NAME = 64;

  /** By both forms of their names, lowerCamelCase first. */
  private final Map<String, KnownFields> byName;

  private final boolean refusesUnknown;

  private KnownFields(Map<String, KnownFields> byName, boolean refusesUnknown) {
    this.byName = byName;
    this.refusesUnknown = refusesUnknown;
  }

  /**
   * The fields of a schema, and of the messages in them.
   *
   * @param schema without references
   * @param refusesUnknown whether all unknown fields are refused, not only near misses
   */
  public static KnownFields of(JsonObject schema, boolean refusesUnknown) {
    JsonObject properties = schema.getJsonObject("properties");
    if (properties == null || schema.containsKey("additionalProperties")) {
      return schema.getValue("items") instanceof JsonObject items ? of(items, refusesUnknown) : ANY;
    }
    Map<String, KnownFields> fields = new LinkedHashMap<>();
    for (String name : properties.fieldNames()) {
      KnownFields inner =
          properties.getValue(name) instanceof JsonObject property
              ? of(property, refusesUnknown)
              : ANY;
      fields.put(name, inner);
      fields.putIfAbsent(FieldNames.toSnakeCase(name), inner);
    }
    return new KnownFields(fields, refusesUnknown);
  }

  /** Fields with these names. */
  public static KnownFields of(Collection<String> names, boolean refusesUnknown) {
    JsonObject properties = new JsonObject();
    names.forEach(name -> properties.put(name, new JsonArray()));
    return of(new JsonObject().put("properties", properties), refusesUnknown);
  }

  /**
   * The message, if all its names may be given.
   *
   * @throws RefusedException if one may not
   */
  public JsonValue.Members require(JsonValue.Members message) {
    require("", message);
    return message;
  }

  /**
   * Checks names only.
   *
   * @throws RefusedException if one may not be given
   */
  public void require(Set<String> names) {
    names.forEach(this::requireName);
  }

  void requireName(String name) {
    require("", name);
  }

  private void require(String path, JsonValue.Members message) {
    if (byName.isEmpty()) {
      return;
    }
    message
        .values()
        .forEach(
            (name, value) -> {
              require(path, name);
              byName.getOrDefault(name, ANY).requireIn(path + name + ".", value);
            });
  }

  private void requireIn(String path, JsonValue value) {
    if (value instanceof JsonValue.Members members) {
      require(path, members);
    } else if (value instanceof JsonValue.Items items && !byName.isEmpty()) {
      items.elements().forEach(element -> requireIn(path, element));
    }
  }

  private void require(String path, String name) {
    if (byName.isEmpty() || byName.containsKey(name)) {
      return;
    }
    String nearest =
        byName.keySet().stream()
            .min(Comparator.comparingInt(known -> distance(name, known)))
            .orElseThrow();
    if (refusesUnknown || isNearMiss(name, nearest)) {
      throw unknown(path + name, path + nearest);
    }
  }

  private static RefusedException unknown(String name, String nearest) {
    return Refusals.invalid("unknown field " + Refusals.quote(name) + ", did you mean " + nearest);
  }

  /** Whether {@code name} differs from {@code known} in case, underscores or one letter only. */
  public static boolean isNearMiss(String name, String known) {
    return distance(name, known) <= 1;
  }

  /** Letters to change, case and underscores aside. */
  private static int distance(String name, String known) {
    return name.length() > MAX_NAME ? MAX_NAME : edits(folded(name), folded(known));
  }

  private static String folded(String name) {
    return FieldNames.toCamelCase(name).toLowerCase(Locale.ROOT);
  }

  /** The Levenshtein distance. */
  private static int edits(String one, String other) {
    int[] above = new int[other.length() + 1];
    for (int column = 0; column < above.length; column++) {
      above[column] = column;
    }
    for (int row = 1; row <= one.length(); row++) {
      int[] current = new int[above.length];
      current[0] = row;
      for (int column = 1; column < above.length; column++) {
        int replaced =
            above[column - 1] + (one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
        current[column] = Math.min(replaced, 1 + Math.min(above[column], current[column - 1]));
      }
      above = current;
    }
    return above[other.length()];
  }
}
