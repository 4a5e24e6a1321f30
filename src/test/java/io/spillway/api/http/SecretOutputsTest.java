package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.engine.step.Step;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretOutputsTest {
  private static final String ONE_SECRET =
      "{\"expressions\":[{\"key\":\"a\",\"expression\":\"1\"},"
          + "{\"key\":\"b\",\"expression\":\"2\",\"isSecret\":true}]}";

  private static String shown(String kind, String configuration, String output) {
    Step step = new Step(0, "step0", kind, kind, "", new JsonObject(configuration));
    return SecretOutputs.shown(step, output.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void onlyTheSecretValueIsHidden() {
    assertThat(
            shown(
                "evaluateExpressions",
                ONE_SECRET,
                "{\"a\":12345678901234567890,\"b\":{\"c\":\"x\"}}"))
        .isEqualTo("{\"a\":12345678901234567890,\"b\":\"***\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"other\":\"x\"}", "[\"x\"]", "\"x\""})
  void theWholeOutputIsHiddenIfItCannotBeToldWhichPartIsSecret(String output) {
    assertThat(shown("evaluateExpressions", ONE_SECRET, output)).isEqualTo("\"***\"");
  }

  @Test
  void anOutputWithoutSecretsIsShownAsItIs() {
    String output = "{ \"a\" : 1e2, \"b\":\"ü\" }";
    assertThat(shown("evaluateExpressions", "{\"expressions\":[{\"key\":\"b\"}]}", output))
        .isEqualTo(output);
    assertThat(shown("webhook", ONE_SECRET, output)).isEqualTo(output);
  }
}
