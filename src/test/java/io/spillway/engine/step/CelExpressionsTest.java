package io.spillway.engine.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cel.common.ast.CelExpr;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions: values in and out, what is refused, and what a failure tells. */
class CelExpressionsTest {
  private static final String SECRET = "hunter2";
  private static final CelExpressions EXPRESSIONS = new CelExpressions();
  private static final StepContext CONTEXT =
      StepTests.context(
          "{\"n\":7,\"long\":9007199254740993,\"uint\":18446744073709551615,"
              + "\"beyond\":18446744073709551616,\"below\":-9223372036854775809,\"d\":2.50,"
              + "\"null\":null,\"s\":\""
              + SECRET
              + "\",\"users\":[{\"name\":\"Ann\"},{\"name\":\"Bo\"}],\"list\":[1,2,[3]],"
              + "\"umlaut\":\"\u00fc\ud83d\ude00\",\"huge\":1e999}",
          "lookup",
          "{\"id\":\"x1\"}",
          "plain",
          "42");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ctx.trigger.n | 7",
        "ctx.trigger.n + 1 | 8",
        "ctx.trigger.n == 7.0 | true",
        "ctx.trigger.long + 1 | 9007199254740994",
        "ctx.trigger.uint | 18446744073709551615",
        "ctx.trigger.uint > 5 | true",
        "ctx.trigger.beyond | 1.8446744073709552E19",
        "ctx.trigger.below | -9.223372036854776E18",
        "ctx.trigger.d | 2.5",
        "ctx.trigger.d * 2.0 | 5.0",
        "ctx.trigger['null'] | null",
        "ctx.trigger['null'] == null | true",
        "ctx.trigger.users[1].name | \"Bo\"",
        "ctx.trigger.users.map(u, u.name) | [\"Ann\",\"Bo\"]",
        "ctx.trigger.users.filter(u, u.name.startsWith('A')) | [{\"name\":\"Ann\"}]",
        "ctx.trigger.list == [1, 2, [3]] | true",
        "ctx.trigger.umlaut + '\u00e4' | \"\u00fc\ud83d\ude00\u00e4\"",
        "size(ctx.trigger.umlaut) | 2",
        "has(ctx.trigger.missing) | false",
        "has(ctx.lookup) && !has(ctx.later) | true",
        "ctx.lookup.id | \"x1\"",
        "ctx.plain + 1 | 43",
        "timestamp('2026-01-31T12:00:00.50+01:00') | \"2026-01-31T11:00:00.500Z\"",
        "duration('1500ms') | \"1.5s\"",
        "duration('-1.000000001s') | \"-1.000000001s\"",
        "duration('1h') | \"3600s\"",
        "b'\\xff\\x00' | \"/wA=\"",
        "5u | 5",
        "{'a': null, 'b': [1, 2.0, 3u]} | {\"a\":null,\"b\":[1,2.0,3]}",
        "ctx.trigger.s.matches('^[a-z]+[0-9]$') | true"
      })
  void anExpressionHasAValueInJson(String text, String json) {
    assertThat(Json.encode(value(text))).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ctx.trigger.missing | at line 1, column 12: it reads a field or key that is not there",
        "{}[ctx.trigger.s] | at line 1, column 3: it reads a field or key that is not there",
        "ctx.trigger.s.x | at line 1, column 14: it reads a field or key that is not there",
        "ctx.trigger.list[99] | at line 1, column 17: it reads beyond the end of a list",
        "1 / (ctx.trigger.n - 7) | at line 1, column 3: it divides by zero",
        "int(ctx.trigger.s) | at line 1, column 4: a text does not have the form",
        "timestamp(ctx.trigger.s) | at line 1, column 10: a text does not have the form",
        "ctx.trigger.s.matches(ctx.trigger.s + '(') | at line 1, column 22: a function or operator"
            + " does not take this value",
        "ctx.trigger.s.matches('((a{100}){100}){100}') | column 22: a function or operator",
        "ctx.trigger.n + ctx.trigger.s | at line 1, column 15: a function or operator does not"
            + " take values of these types",
        "{ctx.trigger.s: 1, ctx.trigger.s: 2} | it makes a map that has a key twice",
        "ctx.trigger.s == 'x' ? 1 : ctx.trigger.n ? 1 : 2 | does not take this value",
        "9223372036854775807 + ctx.trigger.n | at line 1, column 21: a number is out of range",
        "timestamp('2026-01-01T00:00:00Z').getHours(ctx.trigger.s) | a text does not have the form",
        "'\ud83d\ude00' + ctx.trigger.missing | at line 1, column 18: it reads a field",
        "ctx.trigger.huge | it results in NaN or an infinite number, which JSON has not",
        "0.0 / 0.0 | it results in NaN",
        "{1: ctx.trigger.s} | it makes a map with a key that is no string",
        "type(ctx.trigger.s) | it results in a type, which JSON has not",
        "[type(1)] | it results in a type",
        "ctx.later.x | it reads a field or key that is not there"
      })
  void aFailureTellsWhereAndWhyAndNoValue(String text, String message) {
    assertThatThrownBy(() -> value(text))
        .isInstanceOf(ExpressionFailedException.class)
        .hasMessageStartingWith("expression \"" + text + "\" failed")
        .hasMessageContaining(message)
        .hasMessageNotContaining(SECRET)
        .hasNoCause();
  }

  @Test
  void aPositionCountsLines() {
    assertThatThrownBy(() -> value("ctx.trigger.n +\n  ctx.trigger.missing"))
        .hasMessageContaining("failed at line 2, column 14: ");
  }

  @Test
  void aLongExpressionIsCutInTheMessage() {
    assertThatThrownBy(() -> value("'" + "x".repeat(3_000) + "' + ctx.trigger.missing"))
        .hasMessageContaining("x\u2026\" failed at line 1, column 3017: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | 1 | 1 | mismatched input '<EOF>'",
        "1 + | 1 | 4 | mismatched input",
        "`1 +\n +` | 2 | 2 | mismatched input '+'",
        "trigger.x | 1 | 1 | undeclared reference to 'trigger'",
        "'a' + 1 | 1 | 5 | found no matching overload",
        "'\u00e9' + nope | 1 | 7 | undeclared reference to 'nope'",
        "'open | 1 | 1 | token recognition error",
        "ctx.trigger.map(x) | 1 | 16 | undeclared reference to 'map'",
        "now() | 1 | 4 | undeclared reference to 'now'"
      })
  void whatDoesNotCompileIsRefusedWithItsPosition(
      String text, int line, int column, String problem) {
    InvalidExpressionException refused = refused(text);

    assertThat(refused.position()).isEqualTo(new TextPosition(line, column));
    assertThat(refused.problem()).startsWith(problem);
  }

  @Test
  void anExpressionHasAtMost4096Characters() {
    String longest = "\ud83d\ude00".repeat(4_094);

    assertThat(value("'" + longest + "'")).isEqualTo(longest);
    assertThat(refused("'" + longest + "x'").problem())
        .isEqualTo("it has 4097 characters, must be at most 4096");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "-", "!", "{'a':", "ctx.trigger[", "true ? 1 : "})
  void deepNestingIsRefused(String open) {
    assertThat(refused(open.repeat(4_000 / open.length())).problem()).isNotBlank();
  }

  @Test
  void aSumHasUpToAFewHundredTerms() {
    assertThat(value(sumOf(200))).isEqualTo(200L);
    assertThat(refused(sumOf(2_000)).problem()).contains("recursion limit exceeded");
  }

  private static String sumOf(int terms) {
    return IntStream.range(0, terms).mapToObj(i -> "1").collect(Collectors.joining("+"));
  }

  @Test
  void anAlternativeThatIsTrueCoversAnError() {
    assertThat(value("ctx.trigger.missing || true")).isEqualTo(true);
  }

  /**
   * Nested macros share lists: a value that is small in memory may take for ever to be compared.
   */
  @Test
  void aValueThatIsTooLargeInDepthIsRefused() {
    String doubling = ".map(x, [x,x,x,x,x,x,x,x])".repeat(20);

    for (String use : List.of("q[0] == q[1]", "q[0] in [q[1]]")) {
      assertThatThrownBy(() -> value("[[[1],[1]]" + doubling + "].map(q, " + use + ")[0]"))
          .isInstanceOf(ExpressionFailedException.class);
    }
  }

  @Test
  void loopsEndWithTheirBudget() {
    String hundred = list(100);
    String ninety = list(90);

    assertThat(value(ninety + ".map(x, " + ninety + ".map(y, x * y)).size()")).isEqualTo(90L);
    assertThatThrownBy(
            () ->
                value(
                    hundred + ".map(x, " + hundred + ".map(y, " + hundred + ".map(z, x * y * z)))"))
        .hasMessageContaining("it makes more than 10000 iterations");
    assertThatThrownBy(
            () ->
                value(
                    hundred
                        + ".exists(x, "
                        + hundred
                        + ".exists(y, "
                        + hundred
                        + ".exists(z, z > 99)))"))
        .hasMessageContaining("it makes more than 10000 iterations");
  }

  private static String list(int size) {
    return IntStream.range(0, size)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void copiesOfALargeTextEndWithTheBudget() {
    StepContext large = StepTests.context(new JsonObject().put("s", "x".repeat(1 << 20)).encode());
    String ten = "[1,2,3,4,5,6,7,8,9,10]";

    assertThat(EXPRESSIONS.compile("size(ctx.trigger.s)").evaluate(large, new OutputBudget()))
        .isEqualTo(1L << 20);
    assertThatThrownBy(
            () ->
                EXPRESSIONS
                    .compile(ten + ".map(x, ctx.trigger.s + ctx.trigger.s)")
                    .evaluate(large, new OutputBudget()))
        .hasMessageContaining("it takes too long or handles too much");
    assertThatThrownBy(
            () ->
                EXPRESSIONS
                    .compile(ten + ".exists(x, bytes(ctx.trigger.s + ctx.trigger.s) == b'')")
                    .evaluate(large, new OutputBudget()))
        .hasMessageContaining("it takes too long or handles too much");
    assertThatThrownBy(
            () ->
                EXPRESSIONS
                    .compile("[ctx.trigger.s, ctx.trigger.s, ctx.trigger.s, ctx.trigger.s]")
                    .evaluate(large, new OutputBudget()))
        .hasMessageContaining("it produces more than 4 MiB");
  }

  @Test
  void processorTimeIsBounded() {
    long[] now = {0};
    EvaluationBudget budget = new EvaluationBudget(() -> now[0]);
    String text = "x".repeat(1_000);

    budget.callback(CelExpr.ofNotSet(1), text);
    now[0] = EvaluationBudget.MAX_NANOS + 1;

    assertThatThrownBy(() -> budget.callback(CelExpr.ofNotSet(1), text))
        .isInstanceOf(RuntimeException.class);
    assertThat(budget.isExceeded()).isTrue();
  }

  @Test
  void readsOfTheContextAreFound() {
    assertThat(EXPRESSIONS.compile("ctx.a.b + ctx['c'] + ctx[ctx.d]").reads())
        .containsExactly(
            new ContextRead("a", new TextPosition(1, 1)),
            new ContextRead("c", new TextPosition(1, 11)),
            new ContextRead("d", new TextPosition(1, 26)));
    assertThat(EXPRESSIONS.compile("has(ctx.a) && [1].exists(x, x == ctx.b)").reads())
        .extracting(ContextRead::name)
        .containsExactly("a", "b");
    assertThat(EXPRESSIONS.compile("[{'y': 1}].map(ctx, ctx.y)").reads()).isEmpty();
    assertThat(EXPRESSIONS.compile("{'ctx': {'y': 1}}.ctx.y").reads()).isEmpty();
  }

  @Test
  void aTextIsCompiledOnce() {
    assertThat(EXPRESSIONS.compile("1 + 2")).isSameAs(EXPRESSIONS.compile("1 + 2"));
  }

  private static @Nullable Object value(String text) {
    return EXPRESSIONS.compile(text).evaluate(CONTEXT, new OutputBudget());
  }

  private static InvalidExpressionException refused(String text) {
    return catchThrowableOfType(InvalidExpressionException.class, () -> EXPRESSIONS.compile(text));
  }
}
