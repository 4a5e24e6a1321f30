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
    StepPosition position = StepPosition.START;

    Cell(ExecutionState state, int generation, long atMillis) {
      this.state = state;
      this.generation = generation;
      this.createdAt = atMillis;
      this.updatedAt = atMillis;
    }

    void go(ExecutionState to, StepPosition at, long atMillis) {
      state = to;
      position =
          to == ExecutionState.DONE || to == ExecutionState.TERMINATE ? StepPosition.START : at;
      updatedAt = Math.max(atMillis, updatedAt);
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

  List<Transition.Result> advance(List<StepMove> moves, long atMillis) {
    List<Transition.Result> results = new ArrayList<>();
    for (StepMove move : moves) {
      results.add(advance(move, atMillis));
    }
    if (results.contains(Transition.Result.MOVED)) {
      version++;
    }
    return results;
  }

  private Transition.Result advance(StepMove move, long atMillis) {
    if (move.slot() < 0 || move.slot() >= cells.size()) {
      return Transition.Result.UNKNOWN;
    }
    Cell cell = cells.get(move.slot());
    boolean outside =
        move.to() == ExecutionState.DONE
            || move.to() == ExecutionState.TERMINATE
            || move.to() == ExecutionState.PAUSED_BY_CIRCUIT_BREAKER;
    if (cell.state == move.to() && (outside || cell.position.equals(move.position()))) {
      return Transition.Result.ALREADY_THERE;
    }
    boolean isEnd = move.to() == ExecutionState.DONE || move.to() == ExecutionState.TERMINATE;
    if (!isEnd && move.position().step() < cell.position.step()) {
      return Transition.Result.REFUSED;
    }
    if (cell.position.run() != move.expectedRun() || !cell.state.canReach(move.to())) {
      return Transition.Result.REFUSED;
    }
    cell.go(move.to(), move.position(), atMillis);
    return Transition.Result.MOVED;
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
    cell.go(move.to(), cell.position, atMillis);
    return Transition.Result.MOVED;
  }
}
