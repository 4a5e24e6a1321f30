package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.Json;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Modules of the console by themselves, as a browser runs them. */
@Timeout(value = 10 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsoleModulesIT {
  @RegisterExtension static final Nodes NODES = Nodes.perClass();
  @TempDir static Path directory;
  private static Browser browser;

  @BeforeAll
  static void start() {
    ConsoleNode node = ConsoleNode.start(NODES, directory.resolve("data"));
    browser = ChromeDriver.get().take();
    node.open(browser, "/sign-in");
    browser.awaitText("Client secret");
  }

  @AfterAll
  static void end() {
    ChromeDriver.get().giveBack(browser);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "\"\"",
        "0",
        "-0",
        "-0.0",
        "1.0",
        "1e2",
        "1E+2",
        "100",
        "1970670598291982290",
        "1970670598291982291",
        "0.1234567890123456789",
        "1e400",
        "-1e-400",
        "{\"a\":[1.0,{\"b\":1e400}],\"1e400\":\"1e400\"}",
        "{\"__proto__\":1.0,\"constructor\":{\"prototype\":1e400}}",
        "{\"\":1.0}",
        "\"1.0\"",
        "[\"\\\"1.0\",\"\\\\\",2.0,\"\\\\\\\"\"]",
        "\"cut \\ud83d\"",
        "{\"\\ud83d\":1.0}",
        "[]",
        "[[[[1.10]]]]"
      })
  void jsonIsWrittenAsItWasRead(String json) {
    assertThat(evaluate("json.stringify(json.parse(text))", json)).isEqualTo(json);
  }

  @Test
  void blanksBetweenTokensAreNotKept() {
    assertThat(evaluate("json.stringify(json.parse(text))", " { \"a\" :\n[ 1.0 , 2 ] } "))
        .isEqualTo("{\"a\":[1.0,2]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "01", "1.", "1.0.0", "+1.0", "1.0e", "{1.0:2}", "[1.0,]", "'a'", "\"a", "NaN"})
  void whatIsNotJsonIsRefused(String text) {
    assertThat(
            evaluate(
                "(() => { try { json.parse(text); return 'read'; } catch (e) { return e.name; } })()",
                text))
        .isEqualTo("SyntaxError");
  }

  @Test
  void aStringFullOfQuotesIsReadQuickly() {
    String text = "[\"" + "\\\"".repeat(200_000) + "\",1.0]";

    assertThat(evaluate("json.stringify(json.parse(text)) === text", text)).isEqualTo(true);
  }

  @Test
  void aNumberOfManyDigitsCanBeComputedWith() {
    assertThat(evaluate("json.parse(text) + 1", "1.0")).isEqualTo(2);
    assertThat(evaluate("json.parse(text) > 3", "1e400")).isEqualTo(true);
    assertThat(evaluate("`${json.parse(text)}`", "1e400")).isEqualTo("1e400");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "[\"user_id\"]|user_id",
        "[\"\"]|/",
        "[\"/\"]|/~1",
        "[\"/a~2\"]|/~1a~02",
        "[\"a/b\"]|a/b",
        "[\"a\",\"b/c\"]|/a/b~1c",
        "[\"a\",\"\"]|/a/",
        "[\"~1\"]|~1",
        "[\"a\",\"~1\"]|/a/~01"
      })
  void aFieldHasTheNameOfTheApi(String keys, String name) {
    assertThat(evaluate("fields.fieldName(JSON.parse(text))", keys)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "\"\"|\"\"",
        "\" \"|\"·\"",
        "\" a  b \"|\"·a··b·\"",
        "\"a b\"|\"a b\"",
        "\"a\\nb\\r\\t\"|\"a\\nb\\r\\t\"",
        "\"\\u00a0\\u200b\\u202e\\u0000\"|\"\\u00a0\\u200b\\u202e\\u0000\"",
        "\"\\ud83d\"|\"\\ud83d\"",
        "\"\\ud83d\\ude00\"|\"\ud83d\ude00\"",
        "\"\\\"\\\\\"|\"\\\"\\\\\"",
        "\"5\"|\"5\"",
        "5|5",
        "5.0|5.0",
        "true|true"
      })
  void aValueIsShownByItsExactText(String json, String shown) {
    assertThat(evaluate("literal.valueText(json.parse(text))", json)).isEqualTo(shown);
  }

  @Test
  void aFilterIsTheSameAfterTheAddress() {
    List<String> filters =
        List.of(
            "{\"since\":\"\",\"until\":\"\",\"conditions\":[]}",
            "{\"since\":\"2026-01-31T12:00:00.123Z\",\"until\":\"\",\"conditions\":[]}",
            "{\"since\":\"\",\"until\":\"\",\"conditions\":[{\"field\":\"a b&=#\",\"equals\":\" \\ud83d\\n\"},"
                + "{\"field\":\"n\",\"not\":1970670598291982291},{\"field\":\"e\",\"exists\":false},"
                + "{\"field\":\"x\",\"equals\":\"\"}]}");

    for (String filter : filters) {
      assertThat(
              evaluate(
                  "json.stringify(filters.fromQuery('?' + new URLSearchParams("
                      + "filters.toQuery(json.parse(text), null))).filter)",
                  filter))
          .isEqualTo(filter);
    }
  }

  /** What an expression over the modules and a text is. */
  private static Object evaluate(String expression, String text) {
    return browser.runAsync(
        "const done = arguments[arguments.length - 1];"
            + "const base = document.querySelector('script[type=module]').src;"
            + "const text = "
            + Json.encode(text)
            + ";"
            + "const names = ['app/json.js', 'app/context-fields.js', 'app/filters.js', 'parts/literal.js'];"
            + "Promise.all(names.map(name => import(new URL(name, base))))"
            + ".then(([json, fields, filters, literal]) => "
            + expression
            + ").then(done, e => done('failed: ' + e));");
  }
}
