package io.spillway.engine.runner;

import io.spillway.domain.execution.StepMove;
import io.spillway.domain.execution.StepResult;
import io.spillway.domain.execution.Transition;
import io.spillway.engine.grid.SegmentReply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes changes of executions of one segment durable: first the results, then the moves. Runs on
 * the actor's context.
 *
 * <p>Both are tried until they succeed, since what was run must not be forgotten: the moves are
 * idempotent by value, and a result that is stored twice is read once.
 */
final class SegmentWriter {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentWriter.class);
  private static final long RETRY_MILLIS = 500;

  /** A block of results. */
  private static final int MAX_RESULTS = 1_024;

  private final RunnerHost host;
  private final RunnerContext shared;
  private final BooleanSupplier stopped;

  /**
   * @param stopped whether nothing is written any more, as another node owns the automation
   */
  SegmentWriter(RunnerHost host, RunnerContext shared, BooleanSupplier stopped) {
    this.host = host;
    this.shared = shared;
    this.stopped = stopped;
  }

  /**
   * Writes changes. Completes with which of them were made, in their order; fails only if it was
   * stopped.
   *
   * @param changes of executions of this segment, at most 1,024
   */
  Future<List<Boolean>> write(long segmentId, List<Change> changes, long nowMillis) {
    List<StepMove> moves = changes.stream().map(Change::move).toList();
    return storeResults(segmentId, changes)
        .compose(
            stored ->
                untilDone(
                    segmentId,
                    () ->
                        Future.fromCompletionStage(
                            shared.segments().advance(host.known(segmentId), moves, nowMillis),
                            host.context())))
        .map(this::made);
  }

  private List<Boolean> made(SegmentReply.Transitioned reply) {
    host.onSummary(reply.summary());
    return reply.results().stream()
        .map(
            result ->
                result == Transition.Result.MOVED || result == Transition.Result.ALREADY_THERE)
        .toList();
  }

  private Future<Void> storeResults(long segmentId, List<Change> changes) {
    List<StepResult> results =
        changes.stream().flatMap(change -> change.results().stream()).toList();
    Future<Void> stored = Future.succeededFuture();
    for (int from = 0; from < results.size(); from += MAX_RESULTS) {
      List<StepResult> block =
          new ArrayList<>(results.subList(from, Math.min(results.size(), from + MAX_RESULTS)));
      stored =
          stored.compose(
              before ->
                  untilDone(
                      segmentId,
                      () ->
                          Future.fromCompletionStage(
                              shared.store().steps().append(segmentId, block), host.context())));
    }
    return stored;
  }

  private <T> Future<T> untilDone(long segmentId, Supplier<Future<T>> write) {
    Promise<T> done = Promise.promise();
    attempt(segmentId, write, done);
    return done.future();
  }

  private <T> void attempt(long segmentId, Supplier<Future<T>> write, Promise<T> done) {
    if (stopped.getAsBoolean()) {
      done.fail(new IllegalStateException("the runner of " + host.automationId() + " has stopped"));
      return;
    }
    Future.succeededFuture()
        .compose(begun -> write.get())
        .onComplete(
            written -> {
              if (written.succeeded()) {
                done.complete(written.result());
                return;
              }
              LOG.debug(
                  "steps of segment {} are not written yet, trying again",
                  segmentId,
                  written.cause());
              host.context()
                  .owner()
                  .setTimer(RETRY_MILLIS, tick -> attempt(segmentId, write, done));
            });
  }
}
