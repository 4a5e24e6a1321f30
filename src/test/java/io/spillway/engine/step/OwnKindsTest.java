package io.spillway.engine.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.automation.RefusedException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** waitForDuration and evaluateExpressions. */
class OwnKindsTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final StepContext CONTEXT =
      StepTests.context("{\"n\":7,\"s\":\"hunter2\"}", "before", "{\"x\":[1]}");

  private final WaitForDurationKind wait =
      new WaitForDurationKind(Clock.fixed(NOW, ZoneOffset.UTC));
  private final EvaluateExpressionsKind evaluate =
      new EvaluateExpressionsKind(new CelExpressions());

  @ParameterizedTest
  @CsvSource({
    "1s, 2026-01-31T12:00:01Z",
    "3600s, 2026-01-31T13:00:00Z",
    "1.5s, 2026-01-31T12:00:01.500Z",
    "31622400s, 2027-02-01T12:00:00Z"
  })
  void aWaitEndsAfterItsDuration(String duration, Instant end) {
    StepRun run = waitOf(duration);

    assertThat(wait.run(run).result()).isEqualTo(new StepOutcome.Waiting(end));
    assertThat(wait.resume(run).result())
        .isInstanceOfSatisfying(
            StepOutcome.Completed.class, done -> assertThat(done.output()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0s", "0.999999999s", "-5s", "31622400.000000001s", "315360000s", "5m", "x", "5"})
  void aDurationOutOfRangeIsRefused(String duration) {
    JsonObject given = new JsonObject().put("duration", duration);

    assertThatThrownBy(() -> wait.check(given, "automationSteps[0].waitForDuration"))
        .isInstanceOf(RefusedException.class)
        .hasMessage(
            "automationSteps[0].waitForDuration.duration is \""
                + duration
                + "\", must be seconds with up to nine decimals such as \"12.345s\", from 1s to"
                + " 31622400s (366 days)");
    assertThat(wait.run(waitOf(duration)).result())
        .isInstanceOfSatisfying(
            StepOutcome.Failed.class,
            failed -> {
              assertThat(failed.isFinal()).isTrue();
              assertThat(failed.error().code()).isEqualTo("INVALID_DURATION");
              assertThat(failed.error().message()).doesNotContain('"' + duration + '"');
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"duration\":\"\"}", "{\"duration\":null}"})
  void withoutADurationNothingWaits(String configuration) {
    Step step = StepTests.step("waitForDuration", configuration);

    assertThatCode(() -> wait.check(step.configuration(), "x")).doesNotThrowAnyException();
    assertThat(wait.run(StepTests.run(step, CONTEXT)).result())
        .isInstanceOf(StepOutcome.Completed.class);
  }

  @Test
  void aDurationByTemplateIsCheckedWhenItIsRun() {
    Step step = StepTests.step("waitForDuration", "{\"duration\":\"{{ ctx.trigger.n }}\"}");
    StepRun run =
        new StepRun(
            "a1",
            4096,
            step,
            1,
            1,
            new StepExpressions(new CelExpressions()).configuration(step, CONTEXT),
            CONTEXT,
            new StepCancellation());

    assertThatCode(() -> wait.check(step.configuration(), "x")).doesNotThrowAnyException();
    assertThat(wait.run(run).result()).isInstanceOf(StepOutcome.Failed.class);
  }

  @Test
  void theOutputHasTheValueOfEachExpression() {
    String output =
        output(
            "{\"expressions\":[{\"key\":\"a\",\"expressionCel\":\"ctx.trigger.n + 1\"},"
                + "{\"key\":\"b\",\"expression_cel\":\"ctx.before.x\",\"isSecret\":true},"
                + "{\"key\":\"c\",\"expressionCel\":\"null\"}]}");

    assertThat(output).isEqualTo("{\"a\":8,\"b\":[1],\"c\":null}");
    assertThat(output("{}")).isEqualTo("{}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int(ctx.trigger.s) | EXPRESSION_FAILED | evaluateExpressions.expressions[0].expressionCel:"
            + " expression \"int(ctx.trigger.s)\" failed at line 1, column 4",
        "nope | EXPRESSION_FAILED | evaluateExpressions.expressions[0].expressionCel does not"
            + " compile at line 1, column 1"
      })
  void anExpressionThatFailsFailsTheStepForGood(String cel, String code, String message) {
    StepOutcome.Failed failed = (StepOutcome.Failed) evaluated(expressions("k", cel));

    assertThat(failed.isFinal()).isTrue();
    assertThat(failed.error().code()).isEqualTo(code);
    assertThat(failed.error().message()).startsWith(message).doesNotContain("hunter2");
  }

  @Test
  void anOutputHasAtMost256Kibibytes() {
    StepContext large =
        StepTests.context(new JsonObject().put("s", "x".repeat(256 << 10)).encode());
    Step step = StepTests.step("evaluateExpressions", expressions("k", "ctx.trigger.s"));

    assertThat(evaluate.run(StepTests.run(step, large)).result())
        .isInstanceOfSatisfying(
            StepOutcome.Failed.class,
            failed -> {
              assertThat(failed.isFinal()).isTrue();
              assertThat(failed.error().message())
                  .isEqualTo("the output has 262152 bytes, must be at most 262144");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"expressions\":[{\"expressionCel\":\"1\"}]} | p.expressions[0].key is \"\", must be a",
        "{\"expressions\":[7]} | p.expressions[0].key is \"\", must be a name",
        "{\"expressions\":[{\"key\":\"a\"}]} | p.expressions[0].expressionCel is \"\", must be an",
        "{\"expressions\":[{\"key\":\"a\",\"expressionCel\":\"1\"},{\"key\":\"a\"}]} |"
            + " p.expressions[1].key is \"a\", must be unique"
      })
  void expressionsNeedAKeyAndAText(String configuration, String message) {
    assertThatThrownBy(() -> evaluate.check(new JsonObject(configuration), "p"))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void kindsAreFoundByTheirName() {
    StepKinds kinds = new StepKinds(List.of(wait, evaluate));

    assertThat(kinds.of("waitForDuration")).containsSame(wait);
    assertThat(kinds.of("evaluateExpressions")).containsSame(evaluate);
    assertThat(kinds.of("sendSlackMessage")).isEmpty();
    assertThatThrownBy(() -> new StepKinds(List.of(wait, wait)))
        .hasMessage("kind waitForDuration is there twice");
  }

  private static String expressions(String key, String cel) {
    JsonObject expression = new JsonObject().put("key", key).put("expressionCel", cel);
    return new JsonObject().put("expressions", List.of(expression)).encode();
  }

  private static StepRun waitOf(String duration) {
    String configuration = new JsonObject().put("duration", duration).encode();
    return StepTests.run(StepTests.step("waitForDuration", configuration), CONTEXT);
  }

  private String output(String configuration) {
    StepOutcome.Completed done = (StepOutcome.Completed) evaluated(configuration);
    return new String(done.output(), StandardCharsets.UTF_8);
  }

  private StepOutcome evaluated(String configuration) {
    Step step = StepTests.step("evaluateExpressions", configuration);
    return evaluate.run(StepTests.run(step, CONTEXT)).result();
  }
}
