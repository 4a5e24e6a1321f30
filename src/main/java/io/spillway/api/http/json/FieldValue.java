package io.spillway.api.http.json;

import io.spillway.domain.automation.RefusedException;
import io.vertx.core.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The value of a field, converted to the type of the field.
 *
 * <p>Each method throws {@link RefusedException} if the value is of another type or out of range.
 *
 * @param path of the field, for error messages
 */
record FieldValue(String path, JsonValue value) {
  private static final int MAX_ELEMENTS = 100;
  private static final int MAX_NUMBER = 100;
  private static final int MAX_LONG_DIGITS = 19;

  String text() {
    return ValidText.require(path, anyText());
  }

  /** A string that may have unpaired surrogates. */
  String anyText() {
    if (value instanceof JsonValue.Text text) {
      return text.text();
    }
    throw mustBe("a string");
  }

  boolean flag() {
    if (value instanceof JsonValue.Bool bool) {
      return bool.value();
    }
    throw mustBe("true or false");
  }

  JsonValue.Members object() {
    if (value instanceof JsonValue.Members members) {
      return members;
    }
    throw mustBe("an object");
  }

  JsonValue.Items array() {
    if (value instanceof JsonValue.Items items) {
      return items;
    }
    throw mustBe("an array");
  }

  /** The elements of a repeated field. */
  List<FieldValue> elements() {
    List<JsonValue> elements = array().elements();
    if (elements.size() > MAX_ELEMENTS) {
      throw Refusals.invalid(
          path + " has " + elements.size() + " elements, must be at most " + MAX_ELEMENTS);
    }
    return elements.stream().map(element -> new FieldValue(path, element)).toList();
  }

  /** A free-form object. */
  JsonValue.Members freeObject() {
    JsonValue.Members object = object();
    requireDepth(object.depth());
    return object;
  }

  /** Any value as JSON text: objects and arrays as written. */
  String json() {
    if (value instanceof JsonValue.Members) {
      return freeObject().source().text();
    }
    if (value instanceof JsonValue.Items items) {
      requireDepth(items.depth());
      return items.source().text();
    }
    return scalar();
  }

  private void requireDepth(int depth) {
    if (depth > JsonDecoder.MAX_DEPTH) {
      throw Refusals.invalid(
          path + " has " + depth + " levels, must be at most " + JsonDecoder.MAX_DEPTH);
    }
  }

  /** A string, number or boolean as JSON text. */
  String scalar() {
    if (value instanceof JsonValue.Num number) {
      return comparable(number.text());
    }
    if (value instanceof JsonValue.Bool bool) {
      return String.valueOf(bool.value());
    }
    if (value instanceof JsonValue.Text text) {
      return Json.encode(text.text());
    }
    throw mustBe("a string, a number, true or false");
  }

  private String comparable(String number) {
    if (isComparable(number)) {
      return number;
    }
    throw mustBe(Refusals.quote(number), "a number with an exponent below 2147483647");
  }

  /** Whether it is in the range of a BigDecimal, which is needed to compare it. */
  private static boolean isComparable(String number) {
    try {
      return new BigDecimal(number).stripTrailingZeros().precision() > 0;
    } catch (ArithmeticException | NumberFormatException e) {
      return false;
    }
  }

  /** A constant, given by name or by number; empty if it is unspecified. */
  <E extends Enum<E>> Optional<E> oneOf(EnumNames<E> names) {
    if (value instanceof JsonValue.Num) {
      long number = integer(names.allowed());
      return number == 0
          ? Optional.empty()
          : Optional.of(known(names.numbered(number), Long.toString(number), names));
    }
    String given = text();
    return names.isUnspecified(given)
        ? Optional.empty()
        : Optional.of(known(names.named(given), Refusals.quote(given), names));
  }

  private <E extends Enum<E>> E known(Optional<E> constant, String given, EnumNames<E> names) {
    return constant.orElseThrow(() -> mustBe(given, names.allowed()));
  }

  /**
   * The name of a constant, given by name or by number.
   *
   * @param byNumber all names, that of number 0 first
   */
  String nameOf(List<String> byNumber) {
    String allowed = String.join(", ", byNumber);
    if (value instanceof JsonValue.Num) {
      long number = integer(allowed);
      if (number < 0 || number >= byNumber.size()) {
        throw mustBe(Long.toString(number), allowed);
      }
      return byNumber.get((int) number);
    }
    String given = text();
    if (!byNumber.contains(given)) {
      throw mustBe(Refusals.quote(given), allowed);
    }
    return given;
  }

  long integer(long min, long max) {
    String range = "an integer from " + min + " to " + max;
    long integer = integer(range);
    if (integer < min || integer > max) {
      throw mustBe(Long.toString(integer), range);
    }
    return integer;
  }

  private long integer(String allowed) {
    String text = digits(allowed);
    if (text.length() > MAX_NUMBER) {
      // Parsing takes time quadratic in the number of digits.
      throw Refusals.invalid(path + " has " + text.length() + " characters, must be " + allowed);
    }
    try {
      BigDecimal number = new BigDecimal(text);
      // An exponent such as 1e999999999 must not be expanded.
      if (number.precision() - (long) number.scale() <= MAX_LONG_DIGITS) {
        return number.longValueExact();
      }
    } catch (NumberFormatException e) {
      // Refused below, like a number that is too large.
    } catch (ArithmeticException e) {
      throw mustBe(text, allowed);
    }
    throw mustBe(Refusals.quote(text), allowed);
  }

  private String digits(String allowed) {
    if (value instanceof JsonValue.Num number) {
      return number.text();
    }
    if (value instanceof JsonValue.Text text) {
      return text.text();
    }
    throw mustBe(allowed);
  }

  private RefusedException mustBe(String allowed) {
    return mustBe(value.kind(), allowed);
  }

  private RefusedException mustBe(String given, String allowed) {
    return Refusals.mustBe(path, given, allowed);
  }
}
