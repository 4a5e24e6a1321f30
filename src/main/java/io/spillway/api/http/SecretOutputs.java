package io.spillway.api.http;

import io.spillway.engine.step.Step;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hides the values of secret expressions in the outputs of steps. */
final class SecretOutputs {
  private static final String HIDDEN = "***";
  private static final String EVALUATES = "evaluateExpressions";

  private SecretOutputs() {}

  /**
   * The output as it may be shown, JSON text. What an expression with {@code isSecret} has made is
   * hidden; the whole output if it cannot be told which part that is.
   *
   * @param output a JSON value in UTF-8
   */
  static String shown(Step step, byte[] output) {
    String text = new String(output, StandardCharsets.UTF_8);
    if (!step.kind().equals(EVALUATES)) {
      return text;
    }
    List<JsonObject> secrets = new ArrayList<>();
    collect(step.configuration(), secrets);
    return secrets.isEmpty() ? text : Json.encode(hidden(secrets, output));
  }

  private static Object hidden(List<JsonObject> secrets, byte[] output) {
    if (!(Json.decodeValue(Buffer.buffer(output)) instanceof JsonObject values)) {
      return HIDDEN;
    }
    for (JsonObject secret : secrets) {
      List<String> names =
          secret.stream()
              .map(member -> String.valueOf(member.getValue()))
              .filter(values::containsKey)
              .toList();
      if (names.isEmpty()) {
        return HIDDEN;
      }
      names.forEach(name -> values.put(name, HIDDEN));
    }
    return values;
  }

  private static void collect(Object value, List<JsonObject> secrets) {
    if (value instanceof JsonObject object) {
      if (isSecret(object.getValue("isSecret")) || isSecret(object.getValue("is_secret"))) {
        secrets.add(object);
      }
      object.forEach(member -> collectIn(member.getValue(), secrets));
    } else if (value instanceof JsonArray array) {
      array.forEach(element -> collectIn(element, secrets));
    }
  }

  private static void collectIn(@Nullable Object value, List<JsonObject> secrets) {
    if (value != null) {
      collect(value, secrets);
    }
  }

  private static boolean isSecret(@Nullable Object value) {
    return Boolean.TRUE.equals(value);
  }
}
