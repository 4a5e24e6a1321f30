package io.spillway.domain.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.execution.Transition.Move;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Random histories of a segment, compared with a plain list of objects. */
class SegmentPropertyTest {
  private static final long SEGMENT = 11;

  /** One operation; what its numbers mean depends on its kind. */
  record Step(Kind kind, int first, int second, int third, long atMillis) {}

  enum Kind {
    APPEND,
    FILL,
    RESOLVE,
    RESOLVE_AGAIN,
    MOVE,
    MOVE_AGAIN,
    ADVANCE,
    ADVANCE_AGAIN,
    STORE_AND_READ_BACK
  }

  @Provide
  Arbitrary<List<Step>> lives() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(8, Kind.APPEND),
            Tuple.of(1, Kind.FILL),
            Tuple.of(3, Kind.RESOLVE),
            Tuple.of(2, Kind.RESOLVE_AGAIN),
            Tuple.of(8, Kind.MOVE),
            Tuple.of(3, Kind.MOVE_AGAIN),
            Tuple.of(8, Kind.ADVANCE),
            Tuple.of(3, Kind.ADVANCE_AGAIN),
            Tuple.of(2, Kind.STORE_AND_READ_BACK));
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 1_000_000);
    Arbitrary<Long> times = Arbitraries.longs().between(0, 2_000_000_000_000L);
    return Combinators.combine(kinds, numbers, numbers, numbers, times)
        .as(Step::new)
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void aSegmentIsAListOfExecutionsThatItsOperationsWriteTo(@ForAll("lives") List<Step> steps) {
    Life life = new Life();
    for (Step step : steps) {
      life.go(step);
    }
  }

  /** A segment and the plain model of it. */
  private static final class Life {
    private final SegmentModel model = new SegmentModel();
    private Segment segment = Segment.empty(SEGMENT, "automation");
    private int generation = 1;
    private int resolutions;
    private int operations;
    private List<StepMove> latestMoves = List.of();
    private Transition latest = new Transition(-1, 0, List.of());

    void go(Step step) {
      Segment before = segment;
      byte[] bytesBefore = SegmentCodec.encode(before);
      switch (step.kind) {
        case APPEND -> append(step, step.first % 4 == 0 ? 1 + step.first % 5 : 0, step.second % 9);
        case FILL -> append(step, 0, ExecutionIds.SLOTS);
        case RESOLVE -> resolve("r" + ++resolutions, step);
        case RESOLVE_AGAIN -> resolve("r" + Math.max(1, resolutions), step);
        case MOVE -> move(transition(step));
        case MOVE_AGAIN -> move(latest);
        case ADVANCE -> advance(stepMoves(step), step.atMillis);
        case ADVANCE_AGAIN -> advance(latestMoves, step.atMillis);
        case STORE_AND_READ_BACK -> readBack();
      }
      assertThat(SegmentCodec.encode(before)).as("the segment before").isEqualTo(bytesBefore);
      check(step);
    }

    private void append(Step step, int overlap, int size) {
      int first = Math.max(0, model.cells.size() - overlap);
      int fitting = Math.min(size, ExecutionIds.SLOTS - first);
      int admitted = fitting == 0 ? 0 : step.third % (fitting + 1);
      generation += step.third % 7 == 0 ? 1 : 0;
      AppendBatch arrivals =
          new AppendBatch(first, admitted, fitting - admitted, generation, step.atMillis);
      boolean grows = arrivals.endSlot() > model.cells.size();
      Segment before = segment;
      segment = segment.append(arrivals);
      model.append(arrivals);
      assertThat(segment == before).isEqualTo(!grows);
      if (grows) {
        assertThat(segment.needsSaving()).isEqualTo(segment.count() == ExecutionIds.SLOTS);
      }
    }

    private void resolve(String id, Step step) {
      ExecutionState to = step.first % 2 == 0 ? ExecutionState.PENDING : ExecutionState.TERMINATE;
      int through = step.second % (generation + 2);
      Segment.Resolved resolved = segment.resolve(id, through, to, step.atMillis);
      assertThat(resolved.moved()).isEqualTo(model.resolve(id, through, to, step.atMillis));
      became(resolved.segment());
    }

    private void move(Transition transition) {
      Segment.Transitioned moved = segment.move(transition);
      assertThat(moved.results()).isEqualTo(model.move(transition));
      became(moved.segment());
      latest = transition;
    }

    private void advance(List<StepMove> moves, long atMillis) {
      Segment.Transitioned moved = segment.advance(moves, atMillis);
      assertThat(moved.results()).isEqualTo(model.advance(moves, atMillis));
      became(moved.segment());
      latestMoves = moves;
    }

    /** At most one move of a slot, of a run that is mostly the right one. */
    private List<StepMove> stepMoves(Step step) {
      Random random = new Random(step.second);
      List<StepMove> moves = new ArrayList<>();
      for (int slot = random.nextInt(4) - 1; slot <= model.cells.size(); ) {
        moves.add(stepMove(slot, random));
        slot += 1 + random.nextInt(5);
      }
      return moves;
    }

    private StepMove stepMove(int slot, Random random) {
      boolean inUse = slot >= 0 && slot < model.cells.size();
      int run = inUse ? model.cells.get(slot).position.run() : 0;
      int expected = random.nextInt(10) == 0 ? run + 1 : run;
      ExecutionState[] states = ExecutionState.values();
      StepPosition position =
          new StepPosition(
              random.nextInt(3),
              run + random.nextInt(2),
              random.nextInt(2),
              random.nextInt(2),
              random.nextInt(3) == 0 ? 0 : random.nextInt(1_000_000));
      return new StepMove(slot, expected, states[random.nextInt(states.length)], position);
    }

    private void became(Segment next) {
      boolean changed = model.version != segment.version();
      assertThat(next == segment).isEqualTo(!changed);
      if (changed) {
        assertThat(next.needsSaving()).isTrue();
      }
      segment = next;
    }

    private Transition transition(Step step) {
      Random random = new Random(step.second);
      List<Move> moves = new ArrayList<>();
      for (int i = 0; i < step.first % 8; i++) {
        moves.add(move(random));
      }
      return new Transition(++operations, step.atMillis, moves);
    }

    /** Mostly a legal move, or else one move in ten would be. */
    private Move move(Random random) {
      int slot = random.nextInt(model.cells.size() + 2) - 1;
      ExecutionState[] states = ExecutionState.values();
      ExecutionState to = states[random.nextInt(states.length)];
      for (int tries = 0; tries < 9 && isRefused(slot, to); tries++) {
        to = states[random.nextInt(states.length)];
      }
      return new Move(slot, to);
    }

    private boolean isRefused(int slot, ExecutionState to) {
      return slot >= 0 && slot < model.cells.size() && !model.cells.get(slot).state.canBecome(to);
    }

    private void readBack() {
      segment = SegmentCodec.decode(SegmentCodec.encode(segment)).saved();
      assertThat(segment.needsSaving()).isFalse();
    }

    private void check(Step step) {
      assertThat(segment.version()).isEqualTo(model.version);
      List<ExecutionStatus> all = new ArrayList<>();
      List<Long> pausedIds = new ArrayList<>();
      int through = step.second % (generation + 2);
      int paused = 0;
      int states = 0;
      int[] byState = new int[ExecutionState.CODES];
      long nextDue = Long.MAX_VALUE;
      for (int slot = 0; slot < model.cells.size(); slot++) {
        SegmentModel.Cell cell = model.cells.get(slot);
        long id = SEGMENT * 1_024 + slot;
        all.add(
            0,
            new ExecutionStatus(
                id, cell.state, cell.generation, cell.createdAt, cell.updatedAt, cell.position));
        byState[cell.state.code()]++;
        if (cell.position.dueMillis() > 0
            && (cell.state == ExecutionState.PROCESS_STEP
                || cell.state == ExecutionState.WAITING
                || cell.state == ExecutionState.GET_STEP)) {
          nextDue = Math.min(nextDue, cell.position.dueMillis());
        }
        if (cell.state == ExecutionState.DONE || cell.state == ExecutionState.TERMINATE) {
          assertThat(segment.status(slot).position()).isEqualTo(StepPosition.START);
        }
        paused += cell.isPausedBy(Integer.MAX_VALUE) ? 1 : 0;
        states |= cell.state.bit();
        if (cell.isPausedBy(through)) {
          pausedIds.add(id);
        }
      }
      assertThat(segment.summary())
          .isEqualTo(
              new SegmentSummary(
                  SEGMENT,
                  segment.version(),
                  all.size(),
                  paused,
                  states,
                  new StepCounts(
                      byState[1],
                      byState[2] + byState[3] + byState[5],
                      byState[4],
                      byState[6],
                      nextDue)));
      assertThat(segment.paused()).isEqualTo(paused);
      assertThat(segment.newestFirst(ExecutionIds.SLOTS, 0, ExecutionIds.SLOTS)).isEqualTo(all);
      assertThat(segment.pausedThrough(through)).containsExactly(pausedIds.toArray(new Long[0]));
      checkPage(all, step);
      checkOldest(all, step);
    }

    private void checkOldest(List<ExecutionStatus> all, Step step) {
      int from = step.first % (ExecutionIds.SLOTS + 1);
      int mask = step.second % (1 << 11);
      long due = step.third;
      int limit = step.third % 30;
      List<ExecutionStatus> oldestFirst = new ArrayList<>(all);
      Collections.reverse(oldestFirst);
      assertThat(segment.oldestFirst(from, mask, due, limit))
          .isEqualTo(
              oldestFirst.stream()
                  .filter(status -> ExecutionIds.slotOf(status.executionId()) >= from)
                  .filter(status -> mask == 0 || (mask & status.state().bit()) != 0)
                  .filter(status -> status.position().dueMillis() <= due)
                  .limit(limit)
                  .toList());
    }

    private void checkPage(List<ExecutionStatus> all, Step step) {
      int before = step.first % (ExecutionIds.SLOTS + 1);
      int mask = step.second % (1 << 11);
      int limit = step.third % 30;
      assertThat(segment.newestFirst(before, mask, limit))
          .isEqualTo(
              all.stream()
                  .filter(status -> ExecutionIds.slotOf(status.executionId()) < before)
                  .filter(status -> mask == 0 || (mask & status.state().bit()) != 0)
                  .limit(limit)
                  .toList());
    }
  }
}
