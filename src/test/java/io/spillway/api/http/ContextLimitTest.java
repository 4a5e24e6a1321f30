package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.execution.ExecutionState;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches that leave large contexts out. */
class ContextLimitTest {
  private static final String PAUSED = "/api/v1/automations/a1/circuit_breaker/paused/search";

  @RegisterExtension static final ApiServer SERVER = new ApiServer();

  @BeforeEach
  void aSmallAndALargeOne() {
    SERVER.executions.add(1, "a1", ExecutionState.PAUSED_BY_CIRCUIT_BREAKER, "{\"n\":1}");
    SERVER.executions.add(
        2, "a1", ExecutionState.PAUSED_BY_CIRCUIT_BREAKER, "{\"n\":\"" + "ä".repeat(50) + "\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        PAUSED,
        "/api/v1/search/automation_executions",
        "/api/v1/search/all_automation_executions"
      })
  void aLargerContextIsLeftOutAndItsSizeGiven(String search) {
    JsonObject answer = ApiServer.json(SERVER.post(search, "{\"maxContextBytes\":107}"));

    assertThat(execution(answer, 0))
        .isEqualTo(new JsonObject().put("context", new JsonObject()).put("contextBytes", 108));
    assertThat(execution(answer, 1))
        .isEqualTo(new JsonObject("{\"context\":{\"context\":{\"n\":1}}}"));
  }

  @Test
  void withoutALimitEveryContextIsThere() {
    for (String body : new String[] {"{}", "{\"maxContextBytes\":108}"}) {
      JsonObject answer = ApiServer.json(SERVER.post(PAUSED, body));
      assertThat(execution(answer, 0).getJsonObject("context").getJsonObject("context"))
          .isEqualTo(new JsonObject().put("n", "ä".repeat(50)));
    }
    assertThat(
            execution(ApiServer.json(SERVER.post(PAUSED, "{\"maxContextBytes\":0}")), 1)
                .getInteger("contextBytes"))
        .isEqualTo(7);
  }

  @Test
  void aLimitThatIsNoneIsRefused() {
    BadInputTest.assertRefused(
        SERVER.post(PAUSED, "{\"maxContextBytes\":-1}"), 400, 3, "maxContextBytes is -1");
  }

  /** The members of the execution that are about its context. */
  private static JsonObject execution(JsonObject answer, int index) {
    JsonObject execution =
        answer.getJsonArray("list").getJsonObject(index).getJsonObject("automationExecution");
    JsonObject about = new JsonObject().put("context", execution.getValue("context"));
    if (execution.containsKey("contextBytes")) {
      about.put("contextBytes", execution.getValue("contextBytes"));
    }
    return about;
  }
}
