package io.spillway.domain.execution;

import java.util.ArrayList;
import java.util.List;

/** The plainest segment there is: a list of objects that are written to. */
final class SegmentModel {
  final List<Cell> cells = new ArrayList<>();
  long version;
  String lastResolution = "";
  int lastResolved;
  long lastOperation;
  List<Transition.Result> lastOutcomes = List.of();

  static final class Cell {
    ExecutionState state;
    final int generation;
    final long createdAt;
    long updatedAt;

    Cell(ExecutionState state, int generation, long atMillis) {
      this.state = state;
      this.generation = generation;
      this.createdAt = atMillis;
      this.updatedAt = atMillis;
    }

    boolean isPausedBy(int throughGeneration) {
      return state == ExecutionState.PAUSED_BY_CIRCUIT_BREAKER && generation <= throughGeneration;
    }
  }

  void append(AppendBatch arrivals) {
    boolean grew = false;
    for (int slot = arrivals.firstSlot(); slot < arrivals.endSlot(); slot++) {
      if (slot < cells.size()) {
        continue;
      }
      boolean admitted = slot < arrivals.firstSlot() + arrivals.admitted();
      cells.add(
          new Cell(
              admitted ? ExecutionState.PENDING : ExecutionState.PAUSED_BY_CIRCUIT_BREAKER,
              admitted ? 0 : arrivals.generation(),
              arrivals.atMillis()));
      grew = true;
    }
    if (grew && cells.size() == ExecutionIds.SLOTS) {
      version++;
    }
  }

  int resolve(String resolutionId, int throughGeneration, ExecutionState to, long atMillis) {
    if (lastResolution.equals(resolutionId)) {
      return lastResolved;
    }
    int moved = 0;
    for (Cell cell : cells) {
      if (cell.isPausedBy(throughGeneration)) {
        cell.state = to;
        cell.updatedAt = Math.max(atMillis, cell.updatedAt);
        moved++;
      }
    }
    if (moved > 0) {
      version++;
      lastResolution = resolutionId;
      lastResolved = moved;
    }
    return moved;
  }

  List<Transition.Result> move(Transition transition) {
    if (lastOperation == transition.operationId()) {
      return lastOutcomes;
    }
    List<Transition.Result> outcomes = new ArrayList<>();
    for (Transition.Move move : transition.moves()) {
      outcomes.add(move(move, transition.atMillis()));
    }
    if (outcomes.contains(Transition.Result.MOVED)) {
      version++;
      lastOperation = transition.operationId();
      lastOutcomes = outcomes;
    }
    return outcomes;
  }

  private Transition.Result move(Transition.Move move, long atMillis) {
    if (move.slot() < 0 || move.slot() >= cells.size()) {
      return Transition.Result.UNKNOWN;
    }
    Cell cell = cells.get(move.slot());
    if (cell.state == move.to()) {
      return Transition.Result.ALREADY_THERE;
    }
    if (!cell.state.canBecome(move.to())) {
      return Transition.Result.REFUSED;
    }
    cell.state = move.to();
    cell.updatedAt = Math.max(atMillis, cell.updatedAt);
    return Transition.Result.MOVED;
  }
}
