package io.spillway.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Generates contexts as JSON text: keys and strings of all of Unicode with unpaired surrogates,
 * numbers in every form that JSON has, deep and wide ones. Keys and values come from a few often
 * enough that contexts have some in common. The same random numbers give the same context.
 */
public final class ContextGenerator {
  /** Maximum nesting depth of a context, itself included. */
  private static final int MAX_DEPTH = 64;

  private static final int MAX_WIDTH = 1_500;
  private static final int MAX_DIGITS = 30;

  private static final List<String> KEYS =
      List.of(
          "",
          "/",
          "/a~2",
          "~",
          "~1",
          "a",
          "b",
          "n",
          "dept",
          " dept ",
          "user_id",
          "0",
          "-",
          "a/b",
          "\"",
          "\\",
          "a\nb",
          "\u0000",
          "\u00e9",
          "e\u0301",
          "\ud83d\ude00",
          "\u2028",
          "null",
          "k".repeat(300));

  private static final List<String> SCALARS =
      List.of(
          "\"\"",
          "\" \"",
          "\"Sales\"",
          "\" Sales \"",
          "\"sales\"",
          "\"a\\nb\"",
          "\"5\"",
          "\"true\"",
          "\"null\"",
          "\"cut \\ud83d\"",
          "\"\\ude00 cut\"",
          "\"\\ud83d\\ude00\"",
          "\"\ud83d\ude00\"",
          "\"\\u0000\"",
          "\"e\\u0301\"",
          "\"\\u00e9\"",
          "true",
          "false",
          "null",
          "5",
          "5.0",
          "50e-1",
          "0.5E+1",
          "1970670598291982290",
          "1970670598291982291",
          "1970670598291982290.0",
          "9007199254740992",
          "9007199254740993",
          "1e400",
          "10E399",
          "-1e-400",
          "0",
          "-0",
          "0.0",
          "-0e9",
          "100",
          "1E+2",
          "0.1",
          "0.10",
          "0.1000000000000000000000000000001",
          "1e99999999999",
          "-1e-99999999999");

  private final Random random;

  public ContextGenerator(Random random) {
    this.random = random;
  }

  /** A context. */
  public String context() {
    return switch (random.nextInt(20)) {
      case 0 -> deep(1 + random.nextInt(MAX_DEPTH));
      case 1 -> wide(1 + random.nextInt(MAX_WIDTH));
      default -> object(3);
    };
  }

  /** A field by which a context may be read: a key, or a JSON pointer. */
  public String field() {
    String first = key();
    if (random.nextInt(3) > 0 && !first.isEmpty() && !first.startsWith("/")) {
      return first;
    }
    StringBuilder pointer = new StringBuilder(step(first));
    while (random.nextInt(4) == 0) {
      pointer.append(step(random.nextBoolean() ? key() : String.valueOf(random.nextInt(3))));
    }
    return pointer.toString();
  }

  private static String step(String key) {
    return "/" + key.replace("~", "~0").replace("/", "~1");
  }

  /** A string, a number, {@code true} or {@code false}. */
  public String scalar() {
    String scalar;
    do {
      scalar =
          switch (random.nextInt(6)) {
            case 0 -> quoted(text(8));
            case 1 -> number();
            default -> SCALARS.get(random.nextInt(SCALARS.size()));
          };
    } while (scalar.equals("null"));
    return scalar;
  }

  /** A text as a JSON string, some of it escaped in one of the ways that JSON allows. */
  public String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
      if (pair && random.nextBoolean()) {
        json.append(c).append(text.charAt(++i));
      } else if (c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c) || oneIn(9)) {
        json.append("\\u").append(hex(c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  private String hex(char c) {
    String digits = String.format("%04x", (int) c);
    return random.nextBoolean() ? digits : digits.toUpperCase(Locale.ROOT);
  }

  private String key() {
    return oneIn(5) ? wholePairs(text(6)) : KEYS.get(random.nextInt(KEYS.size()));
  }

  /** The server refuses unpaired surrogates in keys. */
  private static String wholePairs(String text) {
    return text.replaceAll("[\\ud800-\\udfff]", "?");
  }

  private String text(int maxLength) {
    int length = random.nextInt(maxLength + 1);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      switch (random.nextInt(6)) {
        case 0 -> text.append((char) random.nextInt(0x10000));
        case 1 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
        case 2 -> text.append((char) random.nextInt(0x20));
        case 3 -> text.append((char) (Character.MIN_SURROGATE + random.nextInt(0x800)));
        default -> text.append((char) (' ' + random.nextInt(95)));
      }
    }
    return text.toString();
  }

  private String number() {
    StringBuilder number = new StringBuilder(random.nextBoolean() ? "" : "-");
    if (oneIn(4)) {
      number.append('0');
    } else {
      number.append((char) ('1' + random.nextInt(9))).append(digits(random.nextInt(MAX_DIGITS)));
    }
    if (random.nextBoolean()) {
      number.append('.').append(digits(1 + random.nextInt(MAX_DIGITS)));
    }
    if (random.nextBoolean()) {
      number
          .append(random.nextBoolean() ? 'e' : 'E')
          .append(List.of("", "+", "-").get(random.nextInt(3)))
          .append(digits(1 + random.nextInt(4)));
    }
    return number.toString();
  }

  private String digits(int count) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append((char) ('0' + (oneIn(3) ? random.nextInt(10) : 0)));
    }
    return digits.toString();
  }

  private String value(int depth) {
    return switch (depth == 0 ? 9 : random.nextInt(10)) {
      case 0 -> object(depth - 1);
      case 1 -> array(depth - 1);
      default -> oneIn(12) ? "null" : scalar();
    };
  }

  private String object(int depth) {
    Map<String, String> members = new LinkedHashMap<>();
    int size = random.nextInt(7);
    for (int i = 0; i < size; i++) {
      members.putIfAbsent(key(), value(depth));
    }
    return object(members);
  }

  private String object(Map<String, String> members) {
    List<String> parts = new ArrayList<>();
    members.forEach((key, value) -> parts.add(quoted(key) + space() + ":" + space() + value));
    return "{" + String.join("," + space(), parts) + "}";
  }

  private String array(int depth) {
    List<String> elements = new ArrayList<>();
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      elements.add(value(depth));
    }
    return "[" + String.join("," + space(), elements) + "]";
  }

  private String deep(int depth) {
    String value = scalar();
    for (int level = 1; level < depth; level++) {
      value = oneIn(3) ? "[" + value + "]" : "{" + quoted(key()) + ":" + value + "}";
    }
    return "{" + quoted(key()) + ":" + value + "}";
  }

  private String wide(int width) {
    Map<String, String> members = new LinkedHashMap<>();
    for (int i = 0; i < width; i++) {
      members.put("k" + i, scalar());
    }
    members.put(key(), scalar());
    return object(members);
  }

  private String space() {
    return oneIn(10) ? List.of(" ", "\n", "\t", "\r ").get(random.nextInt(4)) : "";
  }

  private boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }
}
