package io.spillway.harness;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** An execution as a list shows it. */
public record ExecutionRow(long id, String state, Instant createdAt, Instant updatedAt) {
  private static final String PREFIX = "AUTOMATION_EXECUTION_STATE_";

  public static ExecutionRow of(JsonObject execution) {
    return new ExecutionRow(
        Long.parseLong(execution.getString("id")),
        execution.getString("state").substring(PREFIX.length()),
        Instant.parse(execution.getString("createdAt")),
        Instant.parse(execution.getString("updatedAt")));
  }

  public boolean isPaused() {
    return state.equals("PAUSED_BY_CIRCUIT_BREAKER");
  }

  public boolean isPending() {
    return state.equals("PENDING");
  }

  public boolean isTerminated() {
    return state.equals("TERMINATE");
  }

  /**
   * Whether its state has changed: a resolution starts after the executions it moves were created.
   */
  public boolean hasMoved() {
    return updatedAt.isAfter(createdAt);
  }

  /** Whether it was admitted when it was created, unless single executions are terminated. */
  public boolean wasAdmitted() {
    return isPending() && !hasMoved();
  }
}
