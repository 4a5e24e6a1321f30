package io.spillway.engine.step;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Reads the steps of a stored automation. */
public final class StepDefinitions {
  private static final String CALL_FUNCTION = "callFunction";

  private StepDefinitions() {}

  /**
   * The steps in a JSON array. Refuses none: what was saved once is still read. An element that is
   * no step has an empty kind.
   */
  public static List<Step> parse(String stepsJson) {
    List<Step> steps = new ArrayList<>();
    for (Object element : arrayOf(stepsJson)) {
      steps.add(
          step(steps.size(), element instanceof JsonObject object ? object : new JsonObject()));
    }
    return List.copyOf(steps);
  }

  private static JsonArray arrayOf(String json) {
    try {
      return new JsonArray(json);
    } catch (DecodeException e) {
      return new JsonArray();
    }
  }

  private static Step step(int index, JsonObject json) {
    StepFields fields = new StepFields(json);
    List<String> kinds = PartKinds.OF_STEPS.of(fields.names(), fields.namesOfObjects());
    String kind = kinds.isEmpty() ? "" : kinds.get(0);
    JsonObject configuration = fields.object(kind).orElseGet(JsonObject::new);
    String name = fields.text("stepName");
    return new Step(
        index,
        name.isEmpty() ? "step" + index : name,
        kind,
        jobType(kind, configuration),
        fields.text("skipIfTrueCel"),
        configuration);
  }

  private static String jobType(String kind, JsonObject configuration) {
    return kind.equals(CALL_FUNCTION)
        ? kind + "/" + new StepFields(configuration).text("functionId")
        : kind;
  }
}
