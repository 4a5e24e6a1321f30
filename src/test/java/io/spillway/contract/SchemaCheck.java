package io.spillway.contract;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Checks values against schemas of the document. Stricter than JSON Schema in one point: an object
 * may only have members that its schema, or one it is made of, describes, unless that allows
 * additional ones itself. So a field that the document does not know is found. Thread-safe.
 */
public final class SchemaCheck {
  private static final List<String> COMBINED = List.of("allOf", "oneOf", "anyOf");
  private static final int MAX_QUOTE = 80;

  private final Document document;
  private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();

  public SchemaCheck(Document document) {
    this.document = document;
  }

  /** What is wrong with {@code value}, in words; empty if nothing is. */
  public List<String> problems(Map<String, Object> schema, Object value) {
    List<String> problems = new ArrayList<>();
    check(schema, value, "", true, problems);
    return problems;
  }

  private void check(
      Map<String, Object> reference,
      Object value,
      String at,
      boolean closed,
      List<String> problems) {
    Map<String, Object> schema = document.resolve(reference);
    Keywords.requireKnown(schema);
    int before = problems.size();
    checkType(schema, value, at, problems);
    checkChoice(schema, value, at, problems);
    if (problems.size() > before) {
      return;
    }
    if (value instanceof String text) {
      checkText(schema, text, at, problems);
    } else if (value instanceof BigDecimal number) {
      checkNumber(schema, number, at, problems);
    } else if (value instanceof List<?> list) {
      checkElements(schema, list, at, problems);
    } else if (value instanceof Map<?, ?> object) {
      checkMembers(schema, Document.asMembers(object), at, closed, problems);
    }
    checkFormat(schema, value, at, problems);
    checkCombined(schema, value, at, problems);
  }

  private static void checkType(
      Map<String, Object> schema, Object value, String at, List<String> problems) {
    Object type = schema.get("type");
    List<?> allowed =
        type instanceof List<?> several ? several : type == null ? List.of() : List.of(type);
    if (!allowed.isEmpty()
        && allowed.stream().noneMatch(name -> isOfType(name.toString(), value))) {
      problems.add(at + " is " + quote(value) + ", must be of type " + type);
    }
  }

  private static boolean isOfType(String type, Object value) {
    return switch (type) {
      case "object" -> value instanceof Map;
      case "array" -> value instanceof List;
      case "string" -> value instanceof String;
      case "boolean" -> value instanceof Boolean;
      case "number" -> value instanceof BigDecimal;
      case "integer" ->
          value instanceof BigDecimal number && number.stripTrailingZeros().scale() <= 0;
      case "null" -> value == StrictJson.NULL;
      default -> throw new IllegalArgumentException("there is no type " + type);
    };
  }

  private static void checkChoice(
      Map<String, Object> schema, Object value, String at, List<String> problems) {
    if (schema.get("enum") instanceof List<?> allowed && !allowed.contains(value)) {
      problems.add(at + " is " + quote(value) + ", must be one of " + allowed);
    }
    if (schema.containsKey("const") && !value.equals(schema.get("const"))) {
      problems.add(at + " is " + quote(value) + ", must be " + schema.get("const"));
    }
  }

  private void checkText(
      Map<String, Object> schema, String text, String at, List<String> problems) {
    int length = text.codePointCount(0, text.length());
    checkSize(schema, "Length", length, at, problems);
    if (schema.get("pattern") instanceof String pattern
        && !patterns.computeIfAbsent(pattern, Pattern::compile).matcher(text).find()) {
      problems.add(at + " is " + quote(text) + ", must match " + pattern);
    }
  }

  private static void checkNumber(
      Map<String, Object> schema, BigDecimal number, String at, List<String> problems) {
    if (schema.get("minimum") instanceof Number least
        && number.compareTo(new BigDecimal(least.toString())) < 0) {
      problems.add(at + " is " + number + ", must be at least " + least);
    }
    if (schema.get("maximum") instanceof Number most
        && number.compareTo(new BigDecimal(most.toString())) > 0) {
      problems.add(at + " is " + number + ", must be at most " + most);
    }
  }

  private void checkElements(
      Map<String, Object> schema, List<?> list, String at, List<String> problems) {
    checkSize(schema, "Items", list.size(), at, problems);
    if (Boolean.TRUE.equals(schema.get("uniqueItems")) && Set.copyOf(list).size() < list.size()) {
      problems.add(at + " has an element twice");
    }
    if (schema.containsKey("items")) {
      for (int i = 0; i < list.size(); i++) {
        check(Document.members(schema, "items"), list.get(i), at + "/" + i, true, problems);
      }
    }
  }

  private void checkMembers(
      Map<String, Object> schema,
      Map<String, Object> object,
      String at,
      boolean closed,
      List<String> problems) {
    checkSize(schema, "Properties", object.size(), at, problems);
    if (schema.get("required") instanceof List<?> required) {
      for (Object name : required) {
        if (!object.containsKey(name)) {
          problems.add(at + " has no member " + name);
        }
      }
    }
    Map<String, Object> properties = Document.members(schema, "properties");
    Set<String> described = new HashSet<>();
    boolean open = !closed || describe(schema, described);
    object.forEach(
        (name, member) -> {
          String memberAt = at + "/" + name;
          if (schema.containsKey("propertyNames")) {
            check(Document.members(schema, "propertyNames"), name, memberAt, true, problems);
          }
          if (properties.containsKey(name)) {
            check(Document.members(properties, name), member, memberAt, true, problems);
          } else if (schema.get("additionalProperties") instanceof Map<?, ?> additional) {
            check(Document.asMembers(additional), member, memberAt, true, problems);
          } else if (!open && !described.contains(name)) {
            problems.add(memberAt + " is not described by the document");
          }
        });
  }

  /**
   * Collects the members that a schema describes, with all that it is made of.
   *
   * @return whether it allows others
   */
  private boolean describe(Map<String, Object> reference, Set<String> described) {
    Map<String, Object> schema = document.resolve(reference);
    described.addAll(Document.members(schema, "properties").keySet());
    Object additional = schema.get("additionalProperties");
    boolean open = additional != null && !additional.equals(false);
    for (String keyword : COMBINED) {
      for (Map<String, Object> part : Document.list(schema, keyword)) {
        open |= describe(part, described);
      }
    }
    return open;
  }

  private static void checkSize(
      Map<String, Object> schema, String what, int size, String at, List<String> problems) {
    if (schema.get("min" + what) instanceof Number least && size < least.longValue()) {
      problems.add(at + ": min" + what + " is " + least + ", it has " + size);
    }
    if (schema.get("max" + what) instanceof Number most && size > most.longValue()) {
      problems.add(at + ": max" + what + " is " + most + ", it has " + size);
    }
  }

  private static void checkFormat(
      Map<String, Object> schema, Object value, String at, List<String> problems) {
    // Of a null, the type says whether it is allowed.
    if (value != StrictJson.NULL
        && schema.get("format") instanceof String format
        && !Formats.has(format, value)) {
      problems.add(at + " is " + quote(value) + ", must be a " + format);
    }
  }

  private void checkCombined(
      Map<String, Object> schema, Object value, String at, List<String> problems) {
    for (Map<String, Object> part : Document.list(schema, "allOf")) {
      check(part, value, at, false, problems);
    }
    if (schema.containsKey("anyOf") && matches(Document.list(schema, "anyOf"), value) == 0) {
      problems.add(at + " is " + quote(value) + ", which is none of anyOf");
    }
    if (schema.containsKey("oneOf")) {
      long matching = matches(Document.list(schema, "oneOf"), value);
      if (matching != 1) {
        problems.add(at + " is " + quote(value) + ", which is " + matching + " of oneOf");
      }
    }
  }

  private long matches(List<Map<String, Object>> choices, Object value) {
    return choices.stream()
        .filter(
            choice -> {
              List<String> problems = new ArrayList<>();
              check(choice, value, "", false, problems);
              return problems.isEmpty();
            })
        .count();
  }

  private static String quote(Object value) {
    String text = value.toString();
    return text.length() <= MAX_QUOTE ? text : text.substring(0, MAX_QUOTE) + "…";
  }
}
