package io.spillway.engine.step;

import io.spillway.domain.automation.Quotes;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Evaluates expressions: {@code {"expressions": [{"key", "expressionCel", "isSecret"}]}}. The
 * output is an object with the value of each under its key.
 */
public final class EvaluateExpressionsKind implements StepKind {
  static final String NAME = "evaluateExpressions";
  static final String EXPRESSIONS = "expressions";
  static final String EXPRESSION = "expressionCel";

  private static final String KEY = "key";
  private static final int MAX_KEY = 128;
  private static final int MAX_OUTPUT_BYTES = 256 << 10;

  private final CelExpressions expressions;

  public EvaluateExpressionsKind(CelExpressions expressions) {
    this.expressions = expressions;
  }

  /** The expressions as they were saved, in their order. */
  static List<StepFields> expressionsOf(JsonObject configuration) {
    return new StepFields(configuration).objects(EXPRESSIONS);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void check(JsonObject configuration, String path) {
    Set<String> keys = new HashSet<>();
    int index = 0;
    for (StepFields expression : expressionsOf(configuration)) {
      String place = path + "." + EXPRESSIONS + "[" + index++ + "].";
      String key = expression.text(KEY);
      if (key.isEmpty() || key.length() > MAX_KEY) {
        throw refused(place + KEY, key, "a name of 1 to " + MAX_KEY + " characters");
      }
      if (!keys.add(key)) {
        throw refused(place + KEY, key, "unique among the expressions of its step");
      }
      if (expression.text(EXPRESSION).isEmpty()) {
        throw refused(place + EXPRESSION, "", "an expression");
      }
    }
  }

  @Override
  public Future<StepOutcome> run(StepRun run) {
    return Future.succeededFuture(evaluated(run));
  }

  private StepOutcome evaluated(StepRun run) {
    JsonObject output = new JsonObject();
    OutputBudget budget = new OutputBudget();
    int index = 0;
    for (StepFields expression : expressionsOf(run.step().configuration())) {
      String place = NAME + "." + EXPRESSIONS + "[" + index++ + "]." + EXPRESSION;
      try {
        CelExpression compiled = expressions.compile(expression.text(EXPRESSION));
        output.put(expression.text(KEY), compiled.evaluate(run.context(), budget));
      } catch (InvalidExpressionException e) {
        return StepOutcome.failedForGood("EXPRESSION_FAILED", e.messageFor(place));
      } catch (ExpressionFailedException e) {
        return StepOutcome.failedForGood("EXPRESSION_FAILED", place + ": " + e.getMessage());
      }
    }
    byte[] json = output.toBuffer().getBytes();
    return json.length <= MAX_OUTPUT_BYTES
        ? new StepOutcome.Completed(json)
        : StepOutcome.failedForGood(
            "OUTPUT_TOO_LARGE",
            "the output has " + json.length + " bytes, must be at most " + MAX_OUTPUT_BYTES);
  }

  private static RefusedException refused(String field, String given, String allowed) {
    return new Refusal(
            Refusal.Reason.INVALID_ARGUMENT,
            field + " is " + Quotes.of(given) + ", must be " + allowed)
        .asException();
  }
}
