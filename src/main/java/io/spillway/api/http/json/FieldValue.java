package io.spillway.api.http.json;

import io.spillway.domain.automation.RefusedException;
import io.vertx.core.json.Json;
import java.math.BigDecimal;
import java.util.List;

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
    if (value instanceof JsonValue.Text text) {
      return ValidText.require(path, text.text());
    }
    throw mustBe("a string");
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
    if (object.depth() > JsonDecoder.MAX_DEPTH) {
      throw Refusals.invalid(
          path + " has " + object.depth() + " levels, must be at most " + JsonDecoder.MAX_DEPTH);
    }
    return object;
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

  long integer(long min, long max) {
    String range = "an integer from " + min + " to " + max;
    String text = digits(range);
    if (text.length() > MAX_NUMBER) {
      // Parsing takes time quadratic in the number of digits.
      throw Refusals.invalid(path + " has " + text.length() + " characters, must be " + range);
    }
    try {
      BigDecimal number = new BigDecimal(text);
      // An exponent such as 1e999999999 must not be expanded.
      if (number.precision() - (long) number.scale() <= MAX_LONG_DIGITS) {
        long integer = number.longValueExact();
        if (integer >= min && integer <= max) {
          return integer;
        }
        throw mustBe(Long.toString(integer), range);
      }
    } catch (NumberFormatException e) {
      // Refused below, like a number that is too large.
    } catch (ArithmeticException e) {
      throw mustBe(text, range);
    }
    throw mustBe(Refusals.quote(text), range);
  }

  private String digits(String range) {
    if (value instanceof JsonValue.Num number) {
      return number.text();
    }
    if (value instanceof JsonValue.Text text) {
      return text.text();
    }
    throw mustBe(range);
  }

  private RefusedException mustBe(String allowed) {
    return mustBe(value.kind(), allowed);
  }

  private RefusedException mustBe(String given, String allowed) {
    return Refusals.mustBe(path, given, allowed);
  }
}
