package io.spillway.api.http.json;

import io.spillway.domain.automation.RefusedException;
import io.vertx.core.MultiMap;
import io.vertx.core.json.Json;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Typed access to the fields of a message by the proto3 JSON mapping: a field that is absent or
 * {@code null} has its zero value, names are in lowerCamelCase or snake_case, unknown fields are
 * ignored.
 *
 * <p>Each reader throws {@link RefusedException} if the field is of another type or out of range.
 */
public final class Fields {
  private static final long MAX_UINT32 = 0xFFFF_FFFFL;

  /** The date-time of RFC 3339; of its values, {@link OffsetDateTime} decides. */
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?"
              + "([Zz]|[+-][0-9]{2}:[0-9]{2})");

  private static final int MAX_ELEMENTS = 100;
  private static final int MAX_NUMBER = 100;

  private final String path;
  private final JsonValue.Members message;

  private Fields(String path, JsonValue.Members message) {
    this.path = path;
    this.message = message;
  }

  public static Fields of(JsonValue.Members message) {
    return new Fields("", message);
  }

  /** Query parameters as string fields; the first value of each. */
  public static Fields of(MultiMap parameters) {
    Map<String, JsonValue> values = new LinkedHashMap<>();
    for (Map.Entry<String, String> parameter : parameters) {
      values.putIfAbsent(parameter.getKey(), new JsonValue.Text(parameter.getValue()));
    }
    return of(new JsonValue.Members(values, 1, JsonValue.Members.NONE.source()));
  }

  /** Whether the field is present and not {@code null}. */
  public boolean has(String name) {
    return value(name).isPresent();
  }

  /** A string field. */
  public String text(String name) {
    return value(name).map(v -> text(path + name, v)).orElse("");
  }

  /** A boolean field. */
  public boolean flag(String name) {
    Optional<JsonValue> value = value(name);
    if (value.isEmpty()) {
      return false;
    }
    if (value.get() instanceof JsonValue.Bool bool) {
      return bool.value();
    }
    throw wrongType(path + name, value.get(), "true or false");
  }

  /** A number field of type uint32. */
  public long uint32(String name) {
    return integer(name, 0, MAX_UINT32);
  }

  /** An integer field, written as a number or a string. */
  public long integer(String name, long min, long max) {
    Optional<JsonValue> value = value(name);
    if (value.isEmpty()) {
      return 0;
    }
    String range = "an integer from " + min + " to " + max;
    long given = wholeNumber(path + name, value.get(), range);
    if (given < min || given > max) {
      throw mustBe(path + name, String.valueOf(given), range);
    }
    return given;
  }

  /** A timestamp field. */
  public Optional<Instant> timestamp(String name) {
    String given = text(name);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    if (RFC_3339.matcher(given).matches()) {
      try {
        return Optional.of(OffsetDateTime.parse(given).toInstant());
      } catch (DateTimeException e) {
        // Refused below, like what has another form.
      }
    }
    throw mustBe(
        path + name, Refusals.quote(given), "an RFC 3339 time such as 2026-01-31T12:00:00Z");
  }

  /** An enum field, given by name or by number; empty if it is unspecified. */
  public <E extends Enum<E>> Optional<E> oneOf(String name, EnumNames<E> names) {
    return value(name).flatMap(v -> constant(path + name, v, names));
  }

  /** A repeated enum field, without unspecified values. */
  public <E extends Enum<E>> List<E> allOf(String name, EnumNames<E> names) {
    return elements(name).stream().flatMap(v -> constant(path + name, v, names).stream()).toList();
  }

  /**
   * A repeated enum field as names.
   *
   * @param byNumber all names, that of number 0 first
   */
  public List<String> namesOf(String name, List<String> byNumber) {
    return elements(name).stream().map(v -> nameOf(path + name, v, byNumber)).toList();
  }

  /** A repeated string field. */
  public List<String> texts(String name) {
    return elements(name).stream().map(v -> text(path + name, v)).toList();
  }

  /** A repeated message field. */
  public List<Fields> messages(String name) {
    List<Fields> messages = new ArrayList<>();
    for (JsonValue element : elements(name)) {
      messages.add(new Fields(path + name + ".", object(path + name, element)));
    }
    return messages;
  }

  /** A message field; empty if it is absent. */
  public Fields message(String name) {
    JsonValue.Members members =
        value(name).map(v -> object(path + name, v)).orElse(JsonValue.Members.NONE);
    return new Fields(path + name + ".", members);
  }

  /** A field that maps strings to strings. */
  public Map<String, String> textMap(String name) {
    Fields entries = message(name);
    Map<String, String> texts = new LinkedHashMap<>();
    entries
        .message
        .values()
        .forEach(
            (key, v) ->
                texts.put(ValidText.require(path + name, key), text(entries.path + key, v)));
    return texts;
  }

  /** A field that maps strings to strings, numbers or booleans, each value as JSON text. */
  public Map<String, String> scalarMap(String name) {
    Fields entries = message(name);
    Map<String, String> texts = new LinkedHashMap<>();
    entries
        .message
        .values()
        .forEach(
            (key, v) ->
                texts.put(ValidText.require(path + name, key), scalar(entries.path + key, v)));
    return texts;
  }

  private static String scalar(String field, JsonValue value) {
    if (value instanceof JsonValue.Text text) {
      return Json.encode(ValidText.require(field, text.text()));
    }
    if (value instanceof JsonValue.Num number) {
      return number.text();
    }
    if (value instanceof JsonValue.Bool bool) {
      return String.valueOf(bool.value());
    }
    throw wrongType(field, value, "a string, a number, true or false");
  }

  /** A free-form object, as written; {@code {}} if it is absent. */
  public String freeObject(String name) {
    return value(name)
        .map(v -> freeForm(path + name, object(path + name, v), v.depth()))
        .map(v -> v.source().text())
        .orElse("{}");
  }

  /** Refuses this message if it contains fields, but not {@code name}. */
  public void requireWrapped(String name) {
    if (!message.values().isEmpty() && !message.values().containsKey(name)) {
      throw TriggerContext.unwrapped(path(), message.values().keySet().iterator().next());
    }
  }

  /** An array as written; {@code []} if it is absent. */
  public String array(String name) {
    return value(name).map(v -> items(path + name, v).source().text()).orElse("[]");
  }

  /** The free-form objects in an array, in its order. */
  public List<Fields> freeObjects(String name) {
    List<Fields> objects = new ArrayList<>();
    List<JsonValue> elements =
        value(name).map(v -> items(path + name, v).elements()).orElse(List.of());
    for (JsonValue element : elements) {
      String place = path + name + "[" + objects.size() + "]";
      objects.add(
          new Fields(place + ".", freeForm(place, object(place, element), element.depth())));
    }
    return objects;
  }

  /** The names of all non-null fields, known or not, in lowerCamelCase. */
  public Set<String> names() {
    return names(value -> !(value instanceof JsonValue.Null));
  }

  /** The names of all fields that are objects, known or not, in lowerCamelCase. */
  public Set<String> namesOfObjects() {
    return names(value -> value instanceof JsonValue.Members);
  }

  private Set<String> names(Predicate<JsonValue> wanted) {
    Set<String> names = new LinkedHashSet<>();
    message
        .values()
        .forEach(
            (name, value) -> {
              if (wanted.test(value)) {
                names.add(FieldNames.toCamelCase(name));
              }
            });
    return names;
  }

  /** The path of this message, for error messages. */
  public String path() {
    return path.substring(0, path.length() - 1);
  }

  /** The path of a field of this message, for error messages. */
  public String pathOf(String name) {
    return path + name;
  }

  private Optional<JsonValue> value(String name) {
    String snakeCase = FieldNames.toSnakeCase(name);
    JsonValue value = message.values().get(name);
    JsonValue other = snakeCase.equals(name) ? null : message.values().get(snakeCase);
    if (value != null && other != null) {
      throw Refusals.invalid(
          path + name + " is given twice, also as " + snakeCase + ", must be given once");
    }
    value = value == null ? other : value;
    return value instanceof JsonValue.Null ? Optional.empty() : Optional.ofNullable(value);
  }

  private List<JsonValue> elements(String name) {
    Optional<JsonValue> value = value(name);
    if (value.isEmpty()) {
      return List.of();
    }
    List<JsonValue> elements = items(path + name, value.get()).elements();
    if (elements.size() > MAX_ELEMENTS) {
      throw Refusals.invalid(
          path + name + " has " + elements.size() + " elements, must be at most " + MAX_ELEMENTS);
    }
    return elements;
  }

  private static <T> T freeForm(String field, T value, int depth) {
    if (depth > JsonDecoder.MAX_DEPTH) {
      throw Refusals.invalid(
          field + " has " + depth + " levels, must be at most " + JsonDecoder.MAX_DEPTH);
    }
    return value;
  }

  private static <E extends Enum<E>> Optional<E> constant(
      String field, JsonValue value, EnumNames<E> names) {
    if (value instanceof JsonValue.Num) {
      long number = wholeNumber(field, value, names.allowed());
      return number == 0
          ? Optional.empty()
          : Optional.of(
              names
                  .numbered(number)
                  .orElseThrow(() -> mustBe(field, String.valueOf(number), names.allowed())));
    }
    String given = text(field, value);
    return names.isUnspecified(given)
        ? Optional.empty()
        : Optional.of(
            names
                .named(given)
                .orElseThrow(() -> mustBe(field, Refusals.quote(given), names.allowed())));
  }

  private static String nameOf(String field, JsonValue value, List<String> byNumber) {
    String allowed = String.join(", ", byNumber);
    if (value instanceof JsonValue.Num) {
      long number = wholeNumber(field, value, allowed);
      if (number >= 0 && number < byNumber.size()) {
        return byNumber.get((int) number);
      }
      throw Refusals.invalid(field + " contains " + number + ", must be " + allowed);
    }
    String given = text(field, value);
    if (!byNumber.contains(given)) {
      throw Refusals.invalid(field + " contains " + Refusals.quote(given) + ", must be " + allowed);
    }
    return given;
  }

  private static String text(String field, JsonValue value) {
    if (value instanceof JsonValue.Text text) {
      return ValidText.require(field, text.text());
    }
    throw wrongType(field, value, "a string");
  }

  private static JsonValue.Members object(String field, JsonValue value) {
    if (value instanceof JsonValue.Members members) {
      return members;
    }
    throw wrongType(field, value, "an object");
  }

  private static JsonValue.Items items(String field, JsonValue value) {
    if (value instanceof JsonValue.Items items) {
      return items;
    }
    throw wrongType(field, value, "an array");
  }

  private static long wholeNumber(String field, JsonValue value, String allowed) {
    String text;
    if (value instanceof JsonValue.Num number) {
      text = number.text();
    } else if (value instanceof JsonValue.Text string) {
      text = string.text();
    } else {
      throw wrongType(field, value, allowed);
    }
    if (text.length() > MAX_NUMBER) {
      // Parsing takes time quadratic in the number of digits.
      throw Refusals.invalid(field + " has " + text.length() + " characters, must be " + allowed);
    }
    try {
      BigDecimal number = new BigDecimal(text);
      // An exponent such as 1e999999999 must not be expanded.
      if (number.precision() - (long) number.scale() <= 19) {
        return number.longValueExact();
      }
    } catch (NumberFormatException e) {
      // Refused below, like a number that is too large.
    } catch (ArithmeticException e) {
      throw mustBe(field, text, allowed);
    }
    throw mustBe(field, Refusals.quote(text), allowed);
  }

  private static RefusedException wrongType(String field, JsonValue value, String allowed) {
    return mustBe(field, value.kind(), allowed);
  }

  private static RefusedException mustBe(String field, String given, String allowed) {
    return Refusals.invalid(field + " is " + given + ", must be " + allowed);
  }
}
