package io.spillway.engine.step;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.automation.RefusedException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused when steps are published. */
class StepChecksTest {
  private static final CelExpressions EXPRESSIONS = new CelExpressions();
  private static final StepChecks CHECKS =
      new StepChecks(
          EXPRESSIONS,
          new StepKinds(
              List.of(
                  new WaitForDurationKind(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)),
                  new EvaluateExpressionsKind(EXPRESSIONS))));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{\"sendEmail\":{},\"skipIfTrueCel\":\"\"}]",
        "[{\"sendEmail\":{},\"skipIfTrueCel\":\"false\"}]",
        "[{\"sendEmail\":{\"a\":\"{{ ctx.trigger.x }}\"}}]",
        "[{\"stepName\":\"a\",\"x\":{}},{\"x\":{\"v\":\"{{ ctx.a.b }}\"}},"
            + "{\"x\":{\"v\":\"{{ ctx.step1 }} {{ ctx['a'] }}\"}}]",
        "[{\"x\":{\"v\":\"{{ ctx[ctx.trigger.name] }}\"}}]",
        "[{\"waitForDuration\":{\"duration\":\"{{ ctx.trigger.wait }}\"}}]",
        "[{\"evaluateExpressions\":{\"expressions\":[{\"key\":\"a\",\"expressionCel\":"
            + "\"'{{ not a template'\"}]}}]"
      })
  void stepsThatMayWorkAreTaken(String steps) {
    assertThatCode(() -> CHECKS.check(steps, "automationSteps")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{\"x\":{},\"skipIfTrueCel\":\"false +\"}] |"
            + " automationSteps[0].skipIfTrueCel does not compile at line 1, column 8: mismatched",
        "[{\"x\":{},\"skipIfTrueCel\":\"1 + 1\"}] |"
            + " automationSteps[0].skipIfTrueCel does not result in true or false",
        "[{\"x\":{},\"skipIfTrueCel\":\"ctx.later.y == 1\"}] |"
            + " automationSteps[0].skipIfTrueCel reads ctx.later at line 1, column 1, must be the"
            + " trigger or a step before it: ctx.trigger",
        "[{\"stepName\":\"a\",\"x\":{}},{\"x\":{\"l\":[{\"v\":\"a\\nb {{ ctx.b }}\"}]}},"
            + "{\"stepName\":\"b\",\"x\":{}}] |"
            + " automationSteps[1].x.l[0].v reads ctx.b at line 2, column 6, must be the trigger or"
            + " a step before it: ctx.trigger, ctx.a",
        "[{\"stepName\":\"a\",\"x\":{\"v\":\"{{ ctx.a }}\"}}] | automationSteps[0].x.v reads ctx.a",
        "[{\"x\":{\"v\":\"a {{ b\"}}] | automationSteps[0].x.v does not compile at line 1, column 3:"
            + " {{ has no }}",
        "[{\"x\":{\"v\":\"{{ 1 + }}\"}}] | automationSteps[0].x.v does not compile at line 1,"
            + " column 8: mismatched",
        "[{\"waitForDuration\":{\"duration\":\"0s\"}}] |"
            + " automationSteps[0].waitForDuration.duration is \"0s\", must be seconds",
        "[{\"evaluateExpressions\":{\"expressions\":[{\"key\":\"a\",\"expressionCel\":\"x\"}]}}] |"
            + " automationSteps[0].evaluateExpressions.expressions[0].expressionCel does not"
            + " compile at line 1, column 1: undeclared reference to 'x'",
        "[{\"evaluateExpressions\":{\"expressions\":[{\"key\":\"a\",\"expressionCel\":"
            + "\"ctx.b\"}]}}] | automationSteps[0].evaluateExpressions.expressions[0].expressionCel"
            + " reads ctx.b",
        "[{\"evaluateExpressions\":{\"expressions\":[{\"expressionCel\":\"1\"}]}}] |"
            + " automationSteps[0].evaluateExpressions.expressions[0].key is \"\""
      })
  void stepsThatCannotWorkAreRefused(String steps, String message) {
    assertThatThrownBy(() -> CHECKS.check(steps, "automationSteps"))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith(message);
  }
}
