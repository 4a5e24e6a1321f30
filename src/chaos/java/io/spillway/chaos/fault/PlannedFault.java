package io.spillway.chaos.fault;

import java.time.Duration;

/**
 * A scheduled fault. All its values are drawn in advance, so that nothing in it depends on the run.
 *
 * @param number from 1 on
 * @param kind what happens
 * @param node to which, if it is one
 * @param duration how long until it is made good again
 * @param atResolve whether it waits for a resolve to be sent
 * @param delay after that
 */
public record PlannedFault(
    int number, FaultKind kind, int node, Duration duration, boolean atResolve, Duration delay) {
  /** For people. */
  @Override
  public String toString() {
    return "%d. %s, node %d, for %d ms, %d ms after %s"
        .formatted(
            number,
            kind.shortName(),
            node,
            duration.toMillis(),
            delay.toMillis(),
            atResolve ? "a resolve was sent" : "its turn");
  }
}
