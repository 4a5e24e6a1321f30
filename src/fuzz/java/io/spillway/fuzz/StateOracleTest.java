package io.spillway.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.contract.Document;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each way in which a node may have lost count is found. */
class StateOracleTest {
  private static final String PAUSED = "AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER";
  private static final String PENDING = "AUTOMATION_EXECUTION_STATE_PENDING";
  private static final String TERMINATED = "AUTOMATION_EXECUTION_STATE_TERMINATE";

  private final ExpectedState expected = new ExpectedState(Document.load());
  private final Map<String, ObservedState.Execution> executions = new TreeMap<>();
  private final JsonObject automation =
      new JsonObject().put("circuitBreakerMax", 1).put("circuitBreakerPeriod", "HOUR");
  private final JsonObject breaker = automation.copy().put("pausedCount", 1).put("tripped", false);
  private final JsonObject resolution = new JsonObject().put("state", "DONE").put("pausedCount", 2);
  private int found = 1;

  @BeforeEach
  void oneAutomation() {
    expected.automations.add("a");
    expected.executions.put("a", Set.of("1", "2", "3"));
    expected.terminated.add("3");
    expected.resolved.put("a", 2L);
    executions.put("1", new ObservedState.Execution("a", PENDING));
    executions.put("2", new ObservedState.Execution("a", PAUSED));
    executions.put("3", new ObservedState.Execution("a", TERMINATED));
  }

  @Test
  void booksThatAddUpPass() {
    assertThat(problems()).isEmpty();
  }

  @Test
  void anExecutionThatIsLostIsFound() {
    executions.remove("1");
    assertThat(problems()).singleElement().asString().contains("missing [1]");
  }

  @Test
  void anExecutionThatNobodyWasToldOfIsFound() {
    executions.put("4", new ObservedState.Execution("a", PENDING));
    assertThat(problems()).singleElement().asString().contains("never acknowledged [4]");
  }

  @Test
  void aTerminationThatDidNotHappenIsFound() {
    executions.put("3", new ObservedState.Execution("a", PENDING));
    assertThat(problems()).singleElement().asString().contains("3 was terminated");
  }

  @Test
  void aBreakerThatMiscountsIsFound() {
    breaker.put("pausedCount", 2);
    assertThat(problems()).singleElement().asString().contains("pausedCount of the breaker is 2");
  }

  @Test
  void aResolutionInTheBackgroundCountsForItself() {
    breaker.put("pausedCount", 1);
    resolution.put("resolutionId", "r");
    expected.resolved.clear();
    expected.inBackground.put("a", Set.of("r"));
    assertThat(problems()).isEmpty();
    expected.inBackground.put("a", Set.of("r", "lost"));
    assertThat(problems()).singleElement().asString().contains("not there is [lost]");
  }

  @Test
  void aSearchThatFindsAnotherNumberIsFound() {
    found = 0;
    assertThat(problems()).singleElement().asString().contains("that a search finds is 0");
  }

  @Test
  void aBreakerThatContradictsItsAutomationIsFound() {
    breaker.put("tripped", true);
    assertThat(problems()).singleElement().asString().contains("tripped is true");
    breaker.put("tripped", false).put("circuitBreakerMax", 7);
    assertThat(problems()).singleElement().asString().contains("circuitBreakerMax");
  }

  @Test
  void aResolutionThatMiscountsOrDoesNotEndIsFound() {
    resolution.put("pausedCount", 3);
    assertThat(problems()).singleElement().asString().contains("its resolutions moved is 3");
    resolution.put("pausedCount", 2).put("state", "RUNNING");
    assertThat(problems()).singleElement().asString().contains("is RUNNING");
  }

  @Test
  void whatARestartChangesIsFound() {
    ObservedState before = shown();
    assertThat(StateOracle.differences(before, shown())).isEmpty();
    automation.put("enabled", false);
    ObservedState after = shown();
    executions.put("2", new ObservedState.Execution("a", PENDING));
    assertThat(StateOracle.differences(before, shown())).hasSize(2);
    assertThat(StateOracle.differences(before, after)).hasSize(1);
  }

  private List<String> problems() {
    return StateOracle.problems(shown(), expected);
  }

  private ObservedState shown() {
    return new ObservedState(
        new TreeMap<>(executions),
        Map.of(
            "a",
            new ObservedState.View(
                automation.copy(), breaker.copy(), List.of(resolution.copy()), found)));
  }
}
