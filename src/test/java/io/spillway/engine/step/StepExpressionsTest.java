package io.spillway.engine.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions and templates. */
class StepExpressionsTest {
  private static final StepExpressions EXPRESSIONS = new StepExpressions(new CelExpressions());
  private static final StepContext CONTEXT =
      StepTests.context(
          "{\"name\":\"Ann {{ 1 }}\",\"n\":7,\"list\":[1],\"null\":null,\"nested\":{\"a\":{\"b\":2}}}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{{ ctx.trigger.n }} | 7",
        "{{ctx.trigger.n}} | 7",
        "{{ ctx.trigger.list }} | [1]",
        "{{ ctx.trigger['null'] }} | null",
        "{{ {'a': {'b': 1}} }} | {\"a\":{\"b\":1}}",
        "{{ {'a': {'b': 1}}}} | {\"a\":{\"b\":1}}",
        "{{ ctx.trigger.name }} | \"Ann {{ 1 }}\"",
        "Hello {{ ctx.trigger.name }}! | \"Hello Ann {{ 1 }}!\"",
        "{{ ctx.trigger.n }}{{ ctx.trigger.n }} | \"77\"",
        "a {{ ctx.trigger.list }} {{ ctx.trigger['null'] }} {{ {'x': 1.5} }} |"
            + " \"a [1] null {\\\"x\\\":1.5}\"",
        "{{ '}}' }} | \"}}\"",
        "{{ \"}}\" + '{{' }} | \"}}{{\"",
        "{{ '{{' }} | \"{{\"",
        "{{ 'it\\'s }}' }} | \"it's }}\"",
        "{{ r'\\d}}' }} | \"\\\\d}}\"",
        "{{ '''a'}}''b''' }} | \"a'}}''b\"",
        "{{ \"\"\"}}\"\"\" }} | \"}}\"",
        "{{ b'}}' }} | \"fX0=\"",
        "} {{ 1 }} }} { | \"} 1 }} {\"",
        "{ { 1 } } | \"{ { 1 } }\"",
        "{{ '\u00fc\ud83d\ude00' }} | \"\u00fc\ud83d\ude00\"",
        "{{ timestamp('2026-01-01T00:00:00Z') }} | \"2026-01-01T00:00:00Z\""
      })
  void aTextIsFilled(String text, String json) {
    assertThat(Json.encode(filled(text))).isEqualTo(json);
  }

  @Test
  void anExpressionMayHaveSeveralLinesAndComments() {
    assertThat(filled("{{ 1 + // }} is in a comment\n 2 }}")).isEqualTo(3L);
  }

  @Test
  void everyTextWithinTheConfigurationIsFilledAndNoName() {
    JsonObject configuration =
        new JsonObject(
            "{\"{{ 1 }}\":[\"{{ 1 }}\",[{\"b\":\"{{ 2 }}\"}],null,true,1.50],\"c\":\"x\"}");

    JsonObject filled =
        EXPRESSIONS.configuration(StepTests.step("webhook", configuration.encode()), CONTEXT);

    assertThat(filled.encode())
        .isEqualTo("{\"{{ 1 }}\":[1,[{\"b\":2}],null,true,1.5],\"c\":\"x\"}");
  }

  @Test
  void aStepOfExpressionsIsNotFilled() {
    Step step =
        StepTests.step(
            "evaluateExpressions", "{\"expressions\":[{\"expressionCel\":\"'{{ 1 }}'\"}]}");

    assertThat(EXPRESSIONS.configuration(step, CONTEXT)).isEqualTo(step.configuration());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a {{ 1 | webhook.text does not compile at line 1, column 3: {{ has no }} after it",
        "{{ 1 } | webhook.text does not compile at line 1, column 1: {{ has no }}",
        "{{ {'a': 1 }} | webhook.text does not compile at line 1, column 1: {{ has no }}",
        "{{ '}} | webhook.text does not compile at line 1, column 1: {{ has no }}",
        "{{ 1 }} {{ 1 + }} | webhook.text does not compile at line 1, column 16: mismatched",
        "{{ }} | webhook.text does not compile at line 1, column 4: mismatched",
        "\ud83d\ude00{{ nope }} | webhook.text does not compile at line 1, column 5: undeclared",
        "x {{ ctx.trigger.y }} | webhook.text: expression \" ctx.trigger.y \" failed at line 1,"
            + " column 13: it reads a field or key that is not there"
      })
  void aTextThatCannotBeFilledFails(String text, String message) {
    assertThatThrownBy(() -> filled(text))
        .isInstanceOf(ExpressionFailedException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void thePositionInATextOfSeveralLinesIsThatInTheWholeText() {
    assertThatThrownBy(() -> filled("a\nbc {{ 1 +\n nope }}"))
        .hasMessageContaining("at line 3, column 2: undeclared reference to 'nope'");
  }

  @Test
  void aConfigurationIsAtMostFourMebibytes() {
    StepContext large =
        StepTests.context(new JsonObject().put("s", "x".repeat(1_000_000)).encode());
    JsonArray texts = new JsonArray();
    IntStream.range(0, 5).forEach(i -> texts.add("{{ ctx.trigger.s }}"));
    Step step = StepTests.step("webhook", new JsonObject().put("texts", texts).encode());

    assertThatThrownBy(() -> EXPRESSIONS.configuration(step, large))
        .isInstanceOf(ExpressionFailedException.class)
        .hasMessageContaining("webhook.texts[4]")
        .hasMessageContaining("it produces more than 4 MiB");
  }

  @ParameterizedTest
  @CsvSource({
    "'', false",
    "' ', false",
    "false, false",
    "true, true",
    "ctx.trigger.n > 5, true",
    "has(ctx.later), false"
  })
  void aStepIsSkippedIfItsConditionIsTrue(String condition, boolean skipped) {
    assertThat(EXPRESSIONS.skips(StepTests.skipping(condition), CONTEXT)).isEqualTo(skipped);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ctx.trigger.n | skipIfTrueCel: expression \"ctx.trigger.n\" failed: it must result in true"
            + " or false",
        "'true' | skipIfTrueCel: expression",
        "ctx.trigger.x == 1 | skipIfTrueCel: expression \"ctx.trigger.x == 1\" failed at line 1",
        "nope | skipIfTrueCel does not compile at line 1, column 1: undeclared reference"
      })
  void aConditionThatIsNoneFails(String condition, String message) {
    assertThatThrownBy(() -> EXPRESSIONS.skips(StepTests.skipping(condition), CONTEXT))
        .isInstanceOf(ExpressionFailedException.class)
        .hasMessageStartingWith(message);
  }

  @Property
  void aTextWithoutExpressionsIsLeftAsItIs(
      @ForAll @StringLength(max = 40) @CharRange(from = ' ', to = '~') String text) {
    String without = text.replace("{{", "{ {").replace("{{", "{ {");

    assertThat(filled(without)).isEqualTo(without);
  }

  @Property
  void anyTextIsAStringInAnExpression(@ForAll @StringLength(max = 40) String any) {
    String text = any.replaceAll("[\\ud800-\\udfff]", "");
    String quoted = Json.encode(text).replace("/", "\\u002f");

    assertThat(filled("{{ " + quoted + " }}")).isEqualTo(text);
    assertThat(filled("<{{ " + quoted + " }}>")).isEqualTo("<" + text + ">");
  }

  @ParameterizedTest
  @ValueSource(ints = {8})
  void severalThreadsEvaluateAtOnce(int threads) throws InterruptedException {
    ConcurrentLinkedQueue<Object> values = new ConcurrentLinkedQueue<>();
    Thread[] all = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      String trigger = "{\"n\":" + i + "}";
      all[i] =
          new Thread(
              () -> {
                for (int k = 0; k < 100; k++) {
                  values.add(
                      EXPRESSIONS
                          .configuration(
                              StepTests.step("webhook", "{\"text\":\"{{ ctx.trigger.n * 2 }}\"}"),
                              StepTests.context(trigger))
                          .getValue("text"));
                }
              });
      all[i].start();
    }
    for (Thread thread : all) {
      thread.join();
    }
    for (long i = 0; i < threads; i++) {
      long expected = i * 2;
      assertThat(values.stream().filter(value -> value.equals(expected))).hasSize(100);
    }
  }

  private static @Nullable Object filled(String text) {
    Step step = StepTests.step("webhook", new JsonObject().put("text", text).encode());
    return EXPRESSIONS.configuration(step, CONTEXT).getValue("text");
  }
}
