package io.spillway.chaos.fault;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * An endless sequence of faults, the same for the same seed, kinds and number of nodes. Every kind
 * occurs once before one is repeated.
 */
public final class FaultSchedule {
  private static final int MAX_DELAY_MILLIS = 2_000;
  private static final int MAX_DELAY_AT_RESOLVE_MILLIS = 30;

  private final Random random;
  private final List<FaultKind> kinds;
  private final int nodes;
  private final Deque<FaultKind> round = new ArrayDeque<>();
  private int number;

  public FaultSchedule(long seed, List<FaultKind> kinds, int nodes) {
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("no kind of fault is given");
    }
    this.random = new Random(seed);
    this.kinds = List.copyOf(kinds);
    this.nodes = nodes;
  }

  /** The next one. */
  public PlannedFault next() {
    if (round.isEmpty()) {
      List<FaultKind> shuffled = new ArrayList<>(kinds);
      Collections.shuffle(shuffled, random);
      round.addAll(shuffled);
    }
    FaultKind kind = round.remove();
    number++;
    int node = 1 + random.nextInt(nodes);
    boolean atResolve = random.nextBoolean();
    int longest = atResolve ? MAX_DELAY_AT_RESOLVE_MILLIS : MAX_DELAY_MILLIS;
    return new PlannedFault(
        number,
        kind,
        node,
        kind.duration(random),
        atResolve,
        Duration.ofMillis(random.nextInt(longest)));
  }
}
