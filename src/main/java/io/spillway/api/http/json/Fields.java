package io.spillway.api.http.json;

import io.spillway.domain.automation.FieldNames;
import io.spillway.domain.automation.RefusedException;
import io.vertx.core.MultiMap;
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
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Typed access to the fields of a message by the proto3 JSON mapping: a field that is absent or
 * {@code null} has its zero value, names are in lowerCamelCase or snake_case. Unknown fields are
 * ignored here; see {@link KnownFields}.
 *
 * <p>Each reader throws {@link RefusedException} if the field is of another type or out of range.
 */
public final class Fields {
  private static final long MAX_UINT32 = 0xFFFF_FFFFL;
  private static final String RFC_3339 = "an RFC 3339 time such as 2026-01-31T12:00:00Z";

  /** The date-time of RFC 3339; {@link OffsetDateTime} checks its values. */
  private static final Pattern DATE_TIME =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?"
              + "([Zz]|[+-][0-9]{2}:[0-9]{2})");

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
    return value(name).map(FieldValue::text).orElse("");
  }

  /**
   * A string field that may be absent but not empty, because it narrows what a request acts on.
   *
   * @param allowed what it must be, for the refusal
   */
  public Optional<String> nonEmpty(String name, String allowed) {
    Optional<String> given = value(name).map(FieldValue::text);
    if (given.filter(String::isEmpty).isPresent()) {
      throw Refusals.mustBe(pathOf(name), "empty", allowed);
    }
    return given;
  }

  /** A boolean field. */
  public boolean flag(String name) {
    return value(name).map(FieldValue::flag).orElse(false);
  }

  /** A number field of type uint32. */
  public long uint32(String name) {
    return integer(name, 0, MAX_UINT32);
  }

  /** An integer field, written as a number or a string. */
  public long integer(String name, long min, long max) {
    return value(name).map(value -> value.integer(min, max)).orElse(0L);
  }

  /** A timestamp field. */
  public Optional<Instant> timestamp(String name) {
    String given = text(name);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    if (DATE_TIME.matcher(given).matches()) {
      try {
        return Optional.of(OffsetDateTime.parse(given).toInstant());
      } catch (DateTimeException e) {
        // Refused below, like what has another form.
      }
    }
    throw Refusals.mustBe(pathOf(name), Refusals.quote(given), RFC_3339);
  }

  /** A timestamp field that may be absent but not empty. */
  public Optional<Instant> nonEmptyTimestamp(String name) {
    return nonEmpty(name, RFC_3339).flatMap(given -> timestamp(name));
  }

  /** An enum field, given by name or by number; empty if it is unspecified. */
  public <E extends Enum<E>> Optional<E> oneOf(String name, EnumNames<E> names) {
    return value(name).flatMap(value -> value.oneOf(names));
  }

  /** A repeated enum field, without unspecified values. */
  public <E extends Enum<E>> List<E> allOf(String name, EnumNames<E> names) {
    return elements(name).stream().flatMap(element -> element.oneOf(names).stream()).toList();
  }

  /**
   * A repeated enum field as names.
   *
   * @param byNumber all names, that of number 0 first
   */
  public List<String> namesOf(String name, List<String> byNumber) {
    return elements(name).stream().map(element -> element.nameOf(byNumber)).toList();
  }

  /** A repeated string field. */
  public List<String> texts(String name) {
    return elements(name).stream().map(FieldValue::text).toList();
  }

  /** A repeated message field. */
  public List<Fields> messages(String name) {
    return elements(name).stream()
        .map(element -> new Fields(pathOf(name) + ".", element.object()))
        .toList();
  }

  private List<FieldValue> elements(String name) {
    return value(name).map(FieldValue::elements).orElse(List.of());
  }

  /** A message field; empty if it is absent. */
  public Fields message(String name) {
    JsonValue.Members members = value(name).map(FieldValue::object).orElse(JsonValue.Members.NONE);
    return new Fields(pathOf(name) + ".", members);
  }

  /** A field that maps strings to strings. */
  public Map<String, String> textMap(String name) {
    Map<String, String> texts = map(name, FieldValue::text);
    texts.keySet().forEach(key -> ValidText.require(pathOf(name), key));
    return texts;
  }

  /** A field that maps strings to strings, numbers or booleans, each value as JSON text. */
  public Map<String, String> scalarMap(String name) {
    return map(name, FieldValue::scalar);
  }

  private Map<String, String> map(String name, Function<FieldValue, String> textOf) {
    Fields entries = message(name);
    Map<String, String> texts = new LinkedHashMap<>();
    entries
        .message
        .values()
        .forEach(
            (key, value) ->
                texts.put(key, textOf.apply(new FieldValue(entries.pathOf(key), value))));
    return texts;
  }

  /** A field that is a string, a number or a boolean, as JSON text. */
  public Optional<String> scalar(String name) {
    return value(name).map(FieldValue::scalar);
  }

  /** A string field that may be any JSON string, with unpaired surrogates. */
  public String anyText(String name) {
    return value(name).map(FieldValue::anyText).orElse("");
  }

  /** A repeated field of strings that may be any JSON string. */
  public List<String> anyTexts(String name) {
    return elements(name).stream().map(FieldValue::anyText).toList();
  }

  /** A free-form object, as written; {@code {}} if it is absent. */
  public String freeObject(String name) {
    return value(name).map(value -> value.freeObject().source().text()).orElse("{}");
  }

  /** Refuses this message if it contains other fields than {@code name}, and not {@code name}. */
  public void requireWrapped(String name) {
    Set<String> others = new LinkedHashSet<>(message.values().keySet());
    others.remove(name);
    if (!others.isEmpty() && !has(name)) {
      throw TriggerContext.unwrapped(path(), others.iterator().next());
    }
  }

  /** An array as written; {@code []} if it is absent. */
  public String array(String name) {
    return value(name).map(value -> value.array().source().text()).orElse("[]");
  }

  /** The free-form objects in an array, in its order. */
  public List<Fields> freeObjects(String name) {
    List<Fields> objects = new ArrayList<>();
    List<JsonValue> elements = value(name).map(value -> value.array().elements()).orElse(List.of());
    for (JsonValue element : elements) {
      String place = pathOf(name) + "[" + objects.size() + "]";
      objects.add(new Fields(place + ".", new FieldValue(place, element).freeObject()));
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

  private Set<String> names(Predicate<JsonValue> selected) {
    Set<String> names = new LinkedHashSet<>();
    message
        .values()
        .forEach(
            (name, value) -> {
              if (selected.test(value)) {
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

  private Optional<FieldValue> value(String name) {
    String snakeCase = FieldNames.toSnakeCase(name);
    JsonValue value = message.values().get(name);
    JsonValue other = snakeCase.equals(name) ? null : message.values().get(snakeCase);
    if (value != null && other != null) {
      throw Refusals.invalid(
          pathOf(name) + " is given twice, also as " + snakeCase + ", must be given once");
    }
    value = value == null ? other : value;
    return value == null || value instanceof JsonValue.Null
        ? Optional.empty()
        : Optional.of(new FieldValue(pathOf(name), value));
  }
}
