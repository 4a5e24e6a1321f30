package io.spillway.engine.step;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the expressions of a step see as {@code ctx}: {@code ctx.trigger}, and {@code
 * ctx.<stepName>} of each earlier step with an output. Not modified; parsed when first read. For
 * one thread at a time.
 */
public final class StepContext {
  private final byte[] trigger;
  private final Map<String, byte[]> outputs;
  private @Nullable Map<String, Object> parsed;
  private @Nullable Map<String, Object> celValues;

  /**
   * @param trigger the context of the trigger, a JSON object in UTF-8; not copied
   * @param outputs of earlier steps by name, JSON values in UTF-8
   */
  public StepContext(byte[] trigger, Map<String, byte[]> outputs) {
    this.trigger = trigger;
    this.outputs = Map.copyOf(outputs);
  }

  /** The context of the trigger, a JSON object in UTF-8; shared, never modified. */
  public byte[] trigger() {
    return trigger;
  }

  /** The outputs of earlier steps by name, JSON values in UTF-8; shared, never modified. */
  public Map<String, byte[]> outputs() {
    return outputs;
  }

  /** The value of {@code ctx}: numbers as Vert.x decodes them, objects and arrays as of Vert.x. */
  public Map<String, Object> values() {
    if (parsed == null) {
      Map<String, Object> values = new HashMap<>();
      values.put("trigger", Json.decodeValue(Buffer.buffer(trigger)));
      outputs.forEach((name, output) -> values.put(name, Json.decodeValue(Buffer.buffer(output))));
      parsed = values;
    }
    return parsed;
  }

  /** The value of {@code ctx} as CEL sees it. */
  Map<String, Object> celValues() {
    if (celValues == null) {
      celValues = CelValues.ofMembers(values());
    }
    return celValues;
  }
}
