package io.spillway.engine.actor;

import io.spillway.domain.automation.Refusal;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.StepMove;
import io.spillway.domain.execution.StepPosition;
import io.spillway.domain.execution.Transition;
import io.spillway.engine.event.AuditEvents;
import io.spillway.engine.event.WireEnums;
import io.spillway.engine.grid.SegmentReply;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/**
 * Has executions in ERROR tried again: they are pending at the step that failed, with its attempts
 * anew. Also those that somebody else runs.
 */
final class RetryHandler {
  private final AutomationSession session;
  private final LateAuditRows audit;

  RetryHandler(AutomationSession session) {
    this.session = session;
    this.audit = new LateAuditRows(session, "pending again");
  }

  /** Completes when it is pending again and the audit row is written. */
  Future<Ack> retry(AutomationCommand.RetryExecution command, Operation operation) {
    long executionId = command.executionId();
    return Future.fromCompletionStage(
            session
                .shared()
                .segments()
                .read(
                    ExecutionIds.segmentOf(executionId), List.of(ExecutionIds.slotOf(executionId))),
            session.context())
        .compose(
            read ->
                read.executions().isEmpty()
                    ? Future.failedFuture(MoveHandler.unknown(executionId).asException())
                    : retry(command, read.executions().get(0), operation.repeated()));
  }

  private Future<Ack> retry(
      AutomationCommand.RetryExecution command, ExecutionStatus status, boolean repeated) {
    if (status.state() == ExecutionState.ERROR) {
      return move(command, status.position());
    }
    boolean before =
        status.state() == ExecutionState.PENDING && (repeated || status.position().run() > 0);
    return before
        ? Future.succeededFuture(Ack.DONE)
        : Future.failedFuture(refused(command.executionId(), status.state()).asException());
  }

  private Future<Ack> move(AutomationCommand.RetryExecution command, StepPosition failed) {
    Instant now = session.state().breaker().monotonic(session.now());
    long executionId = command.executionId();
    StepMove move =
        new StepMove(
            ExecutionIds.slotOf(executionId),
            failed.run(),
            ExecutionState.PENDING,
            new StepPosition(failed.step(), failed.run(), 0, 0, 0));
    return Future.fromCompletionStage(
            session
                .shared()
                .segments()
                .advance(
                    session.state().segments().known(ExecutionIds.segmentOf(executionId)),
                    List.of(move),
                    now.toEpochMilli()),
            session.context())
        .compose(reply -> moved(command, reply, now));
  }

  private Future<Ack> moved(
      AutomationCommand.RetryExecution command, SegmentReply.Transitioned reply, Instant now) {
    long executionId = command.executionId();
    session.onSummary(reply.summary());
    Transition.Result result = reply.results().get(0);
    if (result == Transition.Result.ALREADY_THERE) {
      return Future.succeededFuture(Ack.DONE);
    }
    if (result != Transition.Result.MOVED) {
      // Somebody was faster: terminated, retried and claimed, or failed once more.
      return Future.failedFuture(
          new Refusal(
                  Refusal.Reason.FAILED_PRECONDITION,
                  "execution " + executionId + " has just been moved: look at it again")
              .asException());
    }
    session.shared().telemetry().moved(session.id(), executionId, ExecutionState.PENDING);
    return audit
        .write(List.of(AuditEvents.retried(session.id(), executionId, command.actor(), now)))
        .map(Ack.DONE);
  }

  private static Refusal refused(long executionId, ExecutionState state) {
    return new Refusal(
        Refusal.Reason.FAILED_PRECONDITION,
        "execution %d is in %s, must be in %s to be retried"
            .formatted(
                executionId, WireEnums.nameOf(state), WireEnums.nameOf(ExecutionState.ERROR)));
  }
}
