package io.spillway.engine.runner;

import io.spillway.domain.automation.RunnerSettings;
import io.spillway.domain.execution.SegmentSummary;
import io.vertx.core.Context;

/** The automation of a runner, as its actor knows it. Called on the actor's context. */
public interface RunnerHost {
  String automationId();

  /** The context of the actor. */
  Context context();

  /** Whether the state of the automation is known; it is not after a commit that failed. */
  boolean isLoaded();

  /** Has the state loaded, which then calls {@link AutomationRunner#onLoaded}. */
  void loadLater();

  /** Who runs the executions, and at what pace; only while it is loaded. */
  RunnerSettings settings();

  /** Whether steps may be started; only while it is loaded. */
  boolean startsSteps();

  /** The latest summary of a segment. */
  SegmentSummary known(long segmentId);

  /** Takes what a segment reports after a change. */
  void onSummary(SegmentSummary summary);
}
