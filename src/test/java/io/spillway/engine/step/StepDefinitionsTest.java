package io.spillway.engine.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps as they are stored. */
class StepDefinitionsTest {
  @Test
  void stepsAreReadInTheirOrder() {
    List<Step> steps =
        StepDefinitions.parse(
            "[{\"stepName\":\"wait\",\"skipIfTrueCel\":\"false\",\"stepDisplayName\":\"W\","
                + "\"waitForDuration\":{\"duration\":\"1s\"}},"
                + "{\"callFunction\":{\"functionId\":\"f\",\"args\":{\"a\":\"'x'\"}}},"
                + "{\"later\":{}}]");

    assertThat(steps)
        .containsExactly(
            new Step(
                0,
                "wait",
                "waitForDuration",
                "waitForDuration",
                "false",
                new JsonObject().put("duration", "1s")),
            new Step(
                1,
                "step1",
                "callFunction",
                "callFunction/f",
                "",
                new JsonObject("{\"functionId\":\"f\",\"args\":{\"a\":\"'x'\"}}")),
            new Step(2, "step2", "later", "later", "", new JsonObject()));
  }

  @Test
  void namesMayBeInSnakeCase() {
    Step step =
        StepDefinitions.parse(
                "[{\"step_name\":\"a\",\"skip_if_true_cel\":\"true\",\"call_function\":"
                    + "{\"function_id\":\"f\"},\"other\":{}}]")
            .get(0);

    assertThat(step.name()).isEqualTo("a");
    assertThat(step.skipIfTrue()).isEqualTo("true");
    assertThat(step.jobType()).isEqualTo("callFunction/f");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{}]",
        "[3]",
        "[null]",
        "[{\"stepName\":7,\"webhook\":null}]",
        "[{\"sendEmail\":[]}]"
      })
  void whatIsNoStepIsStillRead(String json) {
    assertThat(StepDefinitions.parse(json)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "", "{}", "x"})
  void whatIsNoListHasNoSteps(String json) {
    assertThat(StepDefinitions.parse(json)).isEmpty();
  }
}
