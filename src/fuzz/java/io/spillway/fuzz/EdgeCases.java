package io.spillway.fuzz;

import java.util.List;
import java.util.Random;

/** Edge cases: values that servers often handle wrong. */
final class EdgeCases {
  private static final List<String> JSON =
      List.of(
          "null",
          "true",
          "false",
          "-1",
          "0",
          "1",
          "1.5",
          "-0.0",
          "1e400",
          "1e-400",
          "1E+2147483648",
          "2147483648",
          "4294967295",
          "4294967296",
          "9007199254740992",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775809",
          "1" + "0".repeat(99),
          "1" + "0".repeat(2_000),
          "\"\"",
          "\" \"",
          "\"\\u0000\"",
          "\"a\\u0000b\"",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\ufffe\\uffff\"",
          "\"\\u202e\\u200b\"",
          "\"\ud83d\ude00\"",
          "\"" + "x".repeat(257) + "\"",
          "\"" + "\u00e9".repeat(513) + "\"",
          "\"" + "y".repeat(5_000) + "\"",
          "\"'; DROP TABLE automation; --\"",
          "\"%s%n%d{0}\"",
          "\"..\\/..\\/etc\\/passwd\"",
          "\"a\\r\\nb: c\"",
          "\"2026-02-30T25:61:00Z\"",
          "\"9999-12-31T23:59:60Z\"",
          "\"+999999999-12-31T23:59:59Z\"",
          "\"-000001-01-01T00:00:00Z\"",
          "\"9999999999999.999999999s\"",
          "\"-1s\"",
          "\"TRIGGER_TYPE_UNSPECIFIED\"",
          "\"NaN\"",
          "[]",
          "[null]",
          "[[[[]]]]",
          "{}",
          "{\"\":null}",
          "{\"context\":null}",
          "[" + "0,".repeat(100) + "0]",
          "{\"a\":" + "[".repeat(70) + "]".repeat(70) + "}");

  /** Invalid JSON. */
  private static final List<String> NOT_JSON =
      List.of(
          "NaN",
          "Infinity",
          "undefined",
          "'a'",
          "01",
          "+1",
          ".5",
          "1.",
          "\"\t\"",
          "\"\\x\"",
          "\"\\u00g0\"",
          "\"open",
          "{\"a\":1,}",
          "[1,]",
          "{a:1}",
          "/*c*/1",
          "\u0000");

  private static final List<String> SEGMENTS =
      List.of(
          "%00",
          "%20",
          "%2f",
          "%2F..%2F",
          "..%2f",
          "%2e%2e",
          "%25",
          "%ff",
          "%c0%af",
          "%ed%a0%80",
          "%E2%80%AE",
          "%F0%9F%98%80",
          "%zz",
          "%",
          ";a=b",
          ".",
          "..",
          "a".repeat(128),
          "a".repeat(129),
          "a".repeat(3_000),
          "0",
          "-1",
          "1.5",
          "00",
          "9007199254740991",
          "9007199254740992",
          "9223372036854775807",
          "9223372036854775808",
          "99999999999999999999999",
          "null",
          "search",
          "execute",
          "'",
          "%22",
          "*",
          "{id}".replace("{", "%7B").replace("}", "%7D"));

  private EdgeCases() {}

  static String json(Random random) {
    return of(JSON, random);
  }

  static String notJson(Random random) {
    return of(NOT_JSON, random);
  }

  static String segment(Random random) {
    return of(SEGMENTS, random);
  }

  static <T> T of(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
