package io.spillway.engine.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.SegmentSummary;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** How executions get into segments, on the segment of an automation that has one execution. */
final class SegmentAppenderTest extends ActorTestCase {
  private final Context context = node.vertx.getOrCreateContext();

  @Test
  void bringsTogetherWhatCollectedForAMoment() {
    Rounds rounds = new Rounds(newSegment());

    await(() -> rounds.add(1, 100).settle());

    assertThat(rounds.counts()).containsExactly(101);
  }

  @Test
  void needsNobodyToAsk() {
    Rounds rounds = new Rounds(newSegment());

    await(() -> rounds.add(1, 100).first.future());

    assertThat(rounds.counts()).containsExactly(101);
  }

  @Test
  void bringsWhatIsAddedWhileSomebodyWaits() {
    Rounds rounds = new Rounds(newSegment());

    await(
        () -> {
          rounds.add(1, 100).filler.settle();
          return rounds.add(101, 100).settle();
        });

    assertThat(rounds.counts()).containsExactly(101, 201);
  }

  @Test
  void waitsAgainForMoreOnceItIsSettled() {
    Rounds rounds = new Rounds(newSegment());

    await(() -> rounds.add(1, 1).settle());
    await(() -> rounds.add(2, 100).settle());

    assertThat(rounds.counts()).containsExactly(2, 102);
  }

  private long newSegment() {
    return ExecutionIds.segmentOf(node.fire(automation(TEN_AN_HOUR), 1).get(0));
  }

  /** On the filler's context, in one task. */
  private void await(Supplier<Future<?>> work) {
    Promise<Object> over = Promise.promise();
    context.runOnContext(now -> work.get().onComplete(done -> over.handle(done.mapEmpty())));
    TestNode.await(over.future());
  }

  /** A filler of one segment, and what the segment told after each round. */
  private final class Rounds {
    final Promise<Void> first = Promise.promise();
    private final long segmentId;
    private final Queue<SegmentSummary> told = new ConcurrentLinkedQueue<>();
    private final SegmentAppender filler;

    Rounds(long segmentId) {
      this.segmentId = segmentId;
      filler =
          new SegmentAppender(
              node.grid.segments(),
              context,
              summary -> {
                told.add(summary);
                first.tryComplete();
              },
              () -> first.tryFail("the segment is lost"));
    }

    /** Adds so many executions, each for itself. */
    Rounds add(int firstSlot, int count) {
      for (int slot = firstSlot; slot < firstSlot + count; slot++) {
        filler.add(Map.of(segmentId, new AppendBatch(slot, 1, 0, 0, clock.millis())));
      }
      return this;
    }

    Future<Void> settle() {
      return filler.settle();
    }

    List<Integer> counts() {
      return told.stream().map(SegmentSummary::count).toList();
    }
  }
}
