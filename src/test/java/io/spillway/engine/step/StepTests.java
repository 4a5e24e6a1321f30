package io.spillway.engine.step;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Makes steps, contexts and runs. */
final class StepTests {
  private StepTests() {}

  /** A context with outputs, by the names of their steps. */
  static StepContext context(String trigger, String... namesAndOutputs) {
    Map<String, byte[]> outputs = new HashMap<>();
    for (int i = 0; i < namesAndOutputs.length; i += 2) {
      outputs.put(namesAndOutputs[i], namesAndOutputs[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return new StepContext(trigger.getBytes(StandardCharsets.UTF_8), outputs);
  }

  static Step step(String kind, String configuration) {
    return new Step(0, "one", kind, kind, "", new JsonObject(configuration));
  }

  static Step skipping(String condition) {
    return new Step(0, "one", "webhook", "webhook", condition, new JsonObject());
  }

  /** An attempt with the configuration as it was saved. */
  static StepRun run(Step step, StepContext context) {
    return new StepRun(
        "a1", 4096, step, 1, 1, step.configuration(), context, new StepCancellation());
  }
}
