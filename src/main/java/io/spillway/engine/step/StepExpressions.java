package io.spillway.engine.step;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the condition and the templates of a step. Does not block; thread-safe, but for the
 * context, which is for one thread at a time.
 */
public final class StepExpressions {
  /** What holds expressions: a value put into one would become part of the program. */
  private static final Set<String> EXPRESSIONS =
      Set.of(EvaluateExpressionsKind.NAME, "webhook.webhookIdCel");

  private final CelExpressions expressions;

  public StepExpressions(CelExpressions expressions) {
    this.expressions = expressions;
  }

  /**
   * Whether the step is skipped.
   *
   * @throws ExpressionFailedException if its condition fails
   */
  public boolean skips(Step step, StepContext context) {
    try {
      return !step.skipIfTrue().isBlank() && expressions.compile(step.skipIfTrue()).isTrue(context);
    } catch (InvalidExpressionException e) {
      throw new ExpressionFailedException(e.messageFor("skipIfTrueCel"));
    } catch (ExpressionFailedException e) {
      throw new ExpressionFailedException("skipIfTrueCel: " + e.getMessage());
    }
  }

  /** Whether a text has expressions in braces, or begins one. */
  public static boolean isTemplate(String text) {
    return Template.isIn(text);
  }

  /**
   * The configuration of the step with its templates evaluated.
   *
   * @throws ExpressionFailedException if one fails
   */
  public JsonObject configuration(Step step, StepContext context) {
    if (EXPRESSIONS.contains(step.kind())) {
      return step.configuration();
    }
    Evaluation evaluation = new Evaluation(context, new OutputBudget());
    return new JsonObject(evaluation.members(step.kind(), step.configuration().getMap()));
  }

  /**
   * The value of an expression, as JSON.
   *
   * @throws ExpressionFailedException if it has none, or is null
   */
  public Object value(String expression, StepContext context) {
    try {
      @Nullable Object value =
          expressions.compile(expression).evaluate(context, new OutputBudget());
      if (value == null) {
        throw new ExpressionFailedException("the expression is null");
      }
      return value;
    } catch (InvalidExpressionException e) {
      throw new ExpressionFailedException(e.messageFor("the expression"));
    }
  }

  /** Of one configuration. */
  private final class Evaluation {
    private final StepContext context;
    private final OutputBudget output;

    Evaluation(StepContext context, OutputBudget output) {
      this.context = context;
      this.output = output;
    }

    private Map<String, Object> members(String path, Map<?, ?> members) {
      Map<String, Object> evaluated = new LinkedHashMap<>();
      members.forEach(
          (name, value) -> evaluated.put(String.valueOf(name), valueOf(path + "." + name, value)));
      return evaluated;
    }

    private List<Object> elements(String path, List<?> elements) {
      List<Object> evaluated = new ArrayList<>(elements.size());
      for (Object element : elements) {
        evaluated.add(valueOf(path + "[" + evaluated.size() + "]", element));
      }
      return evaluated;
    }

    @SuppressWarnings("NullAway") // JSON has null, and collections of it are not annotated.
    private Object valueOf(String path, @Nullable Object value) {
      if (EXPRESSIONS.contains(path)) {
        return value;
      }
      if (value instanceof String text) {
        return Template.isIn(text) ? leaf(path, text) : text;
      }
      if (value instanceof JsonObject object) {
        return new JsonObject(members(path, object.getMap()));
      }
      if (value instanceof Map<?, ?> map) {
        return new JsonObject(members(path, map));
      }
      if (value instanceof JsonArray array) {
        return new JsonArray(elements(path, array.getList()));
      }
      return value instanceof List<?> list ? new JsonArray(elements(path, list)) : value;
    }

    private @Nullable Object leaf(String path, String text) {
      try {
        Template template = Template.of(text);
        if (template.isOneExpression()) {
          return value(template, template.parts().get(0));
        }
        StringBuilder filled = new StringBuilder();
        for (Template.Part part : template.parts()) {
          filled.append(part.isExpression() ? textOf(value(template, part)) : part.text());
        }
        return filled.toString();
      } catch (InvalidExpressionException e) {
        throw new ExpressionFailedException(e.messageFor(path));
      } catch (ExpressionFailedException e) {
        throw new ExpressionFailedException(path + ": " + e.getMessage());
      }
    }

    private @Nullable Object value(Template template, Template.Part part) {
      return compiled(expressions, template, part).evaluate(context, output);
    }
  }

  private static String textOf(@Nullable Object value) {
    return value instanceof String text ? text : Json.encode(value);
  }

  /**
   * An expression in a template.
   *
   * @throws InvalidExpressionException with the position in the whole text
   */
  static CelExpression compiled(CelExpressions expressions, Template template, Template.Part part) {
    try {
      return expressions.compile(part.text());
    } catch (InvalidExpressionException e) {
      TextPosition start = TextPosition.of(template.text(), part.offset());
      throw new InvalidExpressionException(e.position().after(start), e.problem());
    }
  }
}
