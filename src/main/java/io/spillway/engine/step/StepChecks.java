package io.spillway.engine.step;

import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Refuses steps that cannot work, before they are published: an expression that does not compile or
 * that reads what is not there yet, and what the kind of a step does not allow. Thread-safe.
 */
public final class StepChecks {
  private static final String TRIGGER = "trigger";
  private static final String SKIP_IF_TRUE = "skipIfTrueCel";

  private final CelExpressions expressions;
  private final StepKinds kinds;

  public StepChecks(CelExpressions expressions, StepKinds kinds) {
    this.expressions = expressions;
    this.kinds = kinds;
  }

  /**
   * Checks steps that are steps by their structure.
   *
   * @param stepsJson a JSON array
   * @param path of the field, such as {@code automationSteps}
   * @throws RefusedException naming the field of the first problem, and the position in it
   */
  public void check(String stepsJson, String path) {
    Set<String> known = new LinkedHashSet<>(List.of(TRIGGER));
    for (Step step : StepDefinitions.parse(stepsJson)) {
      new Check(path + "[" + step.index() + "].", known).check(step);
      known.add(step.name());
    }
  }

  /** Of one step, which may read what is known. */
  private final class Check {
    private final String path;
    private final Set<String> known;

    Check(String path, Set<String> known) {
      this.path = path;
      this.known = known;
    }

    private void check(Step step) {
      if (!step.skipIfTrue().isBlank()) {
        condition(path + SKIP_IF_TRUE, step.skipIfTrue());
      }
      String place = path + step.kind();
      if (step.kind().equals(EvaluateExpressionsKind.NAME)) {
        expressions(place, step.configuration());
      } else {
        value(place, step.configuration());
      }
      kinds.of(step.kind()).ifPresent(kind -> kind.check(step.configuration(), place));
    }

    private void condition(String place, String text) {
      CelExpression condition = compiled(place, () -> expressions.compile(text));
      if (!condition.isCondition()) {
        throw refused(place + " does not result in true or false, must be a condition");
      }
      reads(place, TextPosition.START, condition);
    }

    private void expressions(String place, JsonObject configuration) {
      int index = 0;
      for (StepFields given : EvaluateExpressionsKind.expressionsOf(configuration)) {
        String text = given.text(EvaluateExpressionsKind.EXPRESSION);
        String field =
            place
                + ("." + EvaluateExpressionsKind.EXPRESSIONS)
                + ("[" + index++ + "]." + EvaluateExpressionsKind.EXPRESSION);
        if (!text.isEmpty()) {
          reads(field, TextPosition.START, compiled(field, () -> expressions.compile(text)));
        }
      }
    }

    private void value(String place, @Nullable Object value) {
      if (value instanceof JsonObject object) {
        for (Map.Entry<String, Object> member : object) {
          value(place + "." + member.getKey(), member.getValue());
        }
      } else if (value instanceof JsonArray array) {
        for (int i = 0; i < array.size(); i++) {
          value(place + "[" + i + "]", array.getValue(i));
        }
      } else if (value instanceof String text && Template.isIn(text)) {
        template(place, text);
      }
    }

    private void template(String place, String text) {
      Template template = compiled(place, () -> Template.of(text));
      for (Template.Part part : template.parts()) {
        if (part.isExpression()) {
          reads(
              place,
              TextPosition.of(text, part.offset()),
              compiled(place, () -> StepExpressions.compiled(expressions, template, part)));
        }
      }
    }

    /** Refuses an expression, at this position of a text, that reads a step which is not before. */
    private void reads(String place, TextPosition start, CelExpression expression) {
      for (ContextRead read : expression.reads()) {
        if (!known.contains(read.name())) {
          throw refused(
              place
                  + " reads ctx."
                  + read.name()
                  + " at "
                  + read.position().after(start)
                  + ", must be the trigger or a step before it: "
                  + known.stream().map(name -> "ctx." + name).collect(Collectors.joining(", ")));
        }
      }
    }
  }

  private static <T> T compiled(String place, Supplier<T> compiling) {
    try {
      return compiling.get();
    } catch (InvalidExpressionException e) {
      throw refused(e.messageFor(place));
    }
  }

  private static RefusedException refused(String message) {
    return new Refusal(Refusal.Reason.INVALID_ARGUMENT, message).asException();
  }
}
