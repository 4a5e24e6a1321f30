package io.spillway.engine.event;

import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.resolution.Decision;

/**
 * The full names of domain enums in events, the system log and the API: a prefix and the name of
 * the constant.
 */
public final class WireEnums {
  public static final String EXECUTION_STATE = "AUTOMATION_EXECUTION_STATE_";
  public static final String BREAKER_PERIOD = "CIRCUIT_BREAKER_PERIOD_";
  public static final String DECISION = "PAUSED_EXECUTION_DECISION_";

  private WireEnums() {}

  public static String nameOf(ExecutionState state) {
    return EXECUTION_STATE + state.name();
  }

  public static String nameOf(BreakerPeriod period) {
    return BREAKER_PERIOD + period.name();
  }

  public static String nameOf(Decision decision) {
    return DECISION + decision.name();
  }
}
