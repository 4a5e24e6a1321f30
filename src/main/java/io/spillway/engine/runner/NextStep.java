package io.spillway.engine.runner;

import io.spillway.domain.execution.StepError;
import io.spillway.engine.step.ExpressionFailedException;
import io.spillway.engine.step.Step;
import io.spillway.engine.step.StepContext;
import io.spillway.engine.step.StepKind;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What comes next for an execution.
 *
 * @param skipped steps that are left out before it, by their conditions
 * @param what comes then
 */
record NextStep(List<Step> skipped, What what) {
  NextStep {
    skipped = List.copyOf(skipped);
  }

  /** What comes after the skipped steps. */
  sealed interface What {
    /** The node runs this step, with this configuration. */
    record Run(Step step, StepKind kind, JsonObject configuration) implements What {}

    /** A worker runs this step. */
    record Hand(Step step) implements What {}

    /** This step has failed before it began. */
    record Fail(int index, StepError error) implements What {}

    /** There is no further step. */
    record Finish() implements What {}
  }

  /**
   * Evaluates conditions and templates. May take long: not on an event loop.
   *
   * @param from index of the first step that may come
   */
  static NextStep after(List<Step> steps, int from, StepContext context, RunnerContext.Steps how) {
    List<Step> skipped = new ArrayList<>();
    for (int index = from; index < steps.size(); index++) {
      Step step = steps.get(index);
      try {
        if (how.expressions().skips(step, context)) {
          skipped.add(step);
          continue;
        }
        Optional<StepKind> kind = how.kinds().of(step.kind());
        return new NextStep(
            skipped,
            kind.isPresent()
                ? new What.Run(step, kind.get(), how.expressions().configuration(step, context))
                : new What.Hand(step));
      } catch (ExpressionFailedException e) {
        return failed(skipped, index, "EXPRESSION", String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        return failed(
            skipped, index, "INTERNAL", "the step cannot be read: " + e.getClass().getSimpleName());
      }
    }
    return new NextStep(skipped, new What.Finish());
  }

  /** A step has failed before it began. */
  static NextStep failed(List<Step> skipped, int index, String code, String message) {
    return new NextStep(skipped, new What.Fail(index, StepError.of(code, message)));
  }
}
