package io.spillway.domain.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Applies step moves to the arrays of a segment, one after the other. For one thread. */
final class Advance {
  private final SegmentColumns before;
  private final byte[] states;
  private final long[] updatedAt;
  private final SortedMap<Integer, StepPosition> positions = new TreeMap<>();

  Advance(SegmentColumns before) {
    this.before = before;
    this.states = before.states().clone();
    this.updatedAt = before.updatedAt().clone();
  }

  /** The result of each move, in order. */
  List<Transition.Result> apply(List<StepMove> moves, long atMillis) {
    List<Transition.Result> results = new ArrayList<>(moves.size());
    for (StepMove move : moves) {
      Transition.Result result = resultOf(move);
      if (result == Transition.Result.MOVED) {
        int slot = move.slot();
        states[slot] = move.to().code();
        updatedAt[slot] = Math.max(atMillis, updatedAt[slot]);
        positions.put(slot, kept(move));
      }
      results.add(result);
    }
    return results;
  }

  boolean changed() {
    return !positions.isEmpty();
  }

  SegmentColumns after() {
    return before.with(states, updatedAt, before.positions().with(positions, states));
  }

  private Transition.Result resultOf(StepMove move) {
    if (move.slot() < 0 || move.slot() >= states.length) {
      return Transition.Result.UNKNOWN;
    }
    ExecutionState from = ExecutionState.ofCode(states[move.slot()]);
    StepPosition now = positionOf(move.slot());
    if (from == move.to() && now.equals(kept(move))) {
      return Transition.Result.ALREADY_THERE;
    }
    // Within one run nobody goes back: the step before is done.
    boolean goesBack =
        !StepPositions.hasNone(move.to().code()) && move.position().step() < now.step();
    return now.run() == move.expectedRun() && !goesBack && from.canReach(move.to())
        ? Transition.Result.MOVED
        : Transition.Result.REFUSED;
  }

  private StepPosition positionOf(int slot) {
    StepPosition moved = positions.get(slot);
    return moved != null ? moved : before.positions().of(slot);
  }

  private static StepPosition kept(StepMove move) {
    return StepPositions.hasNone(move.to().code()) ? StepPosition.START : move.position();
  }
}
