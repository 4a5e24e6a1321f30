package io.spillway.engine.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.core.OperationTimeoutException;
import com.hazelcast.map.IMap;
import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.execution.SegmentSummary;
import io.spillway.store.StaleWriteException;
import io.spillway.store.UnknownOutcomeException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When and where a change is tried again: on no thread that brings answers, which may not send. */
class SegmentRetriesTest {
  private static final SegmentReply DONE =
      new SegmentReply.Changed(new SegmentSummary(1, 1, 1, 1, 1));

  private final ExecutorService answers =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "brings-answers"));

  /** What the next calls are answered with, in turn; after that they succeed. */
  private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();

  private final Queue<String> senders = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    answers.shutdownNow();
  }

  /** A task is over before its dependent is known now and then only, so it takes many. */
  @ParameterizedTest
  @ValueSource(ints = 3_000)
  void anAttemptAfterAStaleOneIsNotMadeWhereTheFailureCame(int rounds) throws Exception {
    Segments segments = new Segments(map());
    for (int i = 0; i < rounds; i++) {
      failures.add(new StaleWriteException("segment", 1L, 1));
      append(segments);
    }
    assertThat(senders).hasSize(2 * rounds).doesNotContain("brings-answers");
  }

  @ParameterizedTest
  @ValueSource(ints = 3)
  void norIsOneAfterAPause(int rounds) throws Exception {
    Segments segments = new Segments(map());
    for (int i = 0; i < rounds; i++) {
      failures.add(new OperationTimeoutException("nobody answers"));
      append(segments);
    }
    assertThat(senders).hasSize(2 * rounds).doesNotContain("brings-answers");
  }

  @Test
  void whetherASegmentThatIsOutOfDateAgainAndAgainWasChangedIsNotKnown() {
    for (int i = 0; i < 10; i++) {
      failures.add(new StaleWriteException("segment", 1L, 1));
    }
    assertThatThrownBy(() -> append(new Segments(map())))
        .hasCauseInstanceOf(UnknownOutcomeException.class);
  }

  private static void append(Segments segments) throws Exception {
    segments
        .append(1, List.of(new AppendBatch(0, 1, 0, 1, 1)))
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  @SuppressWarnings("unchecked")
  private IMap<Long, Segment> map() {
    return (IMap<Long, Segment>)
        Proxy.newProxyInstance(
            IMap.class.getClassLoader(),
            new Class<?>[] {IMap.class},
            (proxy, method, arguments) ->
                method.getName().equals("submitToKey") ? answer() : (Object) true);
  }

  private CompletableFuture<SegmentReply> answer() {
    senders.add(Thread.currentThread().getName());
    CompletableFuture<SegmentReply> answer = new CompletableFuture<>();
    answers.execute(
        () -> {
          RuntimeException failure = failures.poll();
          if (failure == null) {
            answer.complete(DONE);
          } else {
            answer.completeExceptionally(failure);
          }
        });
    return answer;
  }
}
