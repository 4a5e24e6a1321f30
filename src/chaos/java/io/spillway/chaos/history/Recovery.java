package io.spillway.chaos.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * From this time on, these nodes must accept writes.
 *
 * @param fault what was the matter before
 * @param from the moment
 * @param nodes their numbers
 * @param limit how long it may take
 */
public record Recovery(String fault, Instant from, Set<Integer> nodes, Duration limit) {
  public Recovery {
    nodes = Set.copyOf(nodes);
  }

  public Instant until() {
    return from.plus(limit);
  }
}
