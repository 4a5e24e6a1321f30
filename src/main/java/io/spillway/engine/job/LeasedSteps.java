package io.spillway.engine.job;

import java.util.List;

/** The reply of {@code AutomationCommand.LeaseSteps}: oldest first, empty if nothing is ready. */
public record LeasedSteps(List<LeasedStep> steps) {
  /** Nothing is ready. */
  public static final LeasedSteps NONE = new LeasedSteps(List.of());

  public LeasedSteps {
    steps = List.copyOf(steps);
  }
}
