package io.spillway.engine.actor;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.Transition;
import io.spillway.engine.event.AuditEvents;
import io.spillway.engine.grid.SegmentReply;
import io.spillway.engine.runner.AutomationRunner;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Moves single executions; those of one segment in one call. */
final class MoveHandler {
  private final AutomationSession session;
  private final AutomationRunner runner;
  private final LateAuditRows audit;

  /**
   * @param runner is told of executions that were terminated
   */
  MoveHandler(AutomationSession session, AutomationRunner runner) {
    this.session = session;
    this.runner = runner;
    this.audit = new LateAuditRows(session, "terminated");
  }

  /** Replies to every move. The future completes, and never fails, when all are replied to. */
  Future<Void> run(List<Envelope<Ack>> moves) {
    Map<Long, List<Envelope<Ack>>> bySegment = new LinkedHashMap<>();
    for (Envelope<Ack> move : moves) {
      bySegment
          .computeIfAbsent(
              ExecutionIds.segmentOf(command(move).executionId()), ignored -> new ArrayList<>())
          .add(move);
    }
    List<Future<Void>> moving = new ArrayList<>();
    bySegment.forEach((segmentId, ofSegment) -> moving.add(move(segmentId, ofSegment)));
    return Future.join(moving).mapEmpty();
  }

  private Future<Void> move(long segmentId, List<Envelope<Ack>> moves) {
    Instant now = session.state().breaker().monotonic(session.now());
    long operationId = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    List<Transition.Move> moved =
        moves.stream()
            .map(
                move ->
                    new Transition.Move(
                        ExecutionIds.slotOf(command(move).executionId()), command(move).to()))
            .toList();
    Transition transition = new Transition(operationId, now.toEpochMilli(), moved);
    return Future.fromCompletionStage(
            session
                .shared()
                .segments()
                .move(session.state().segments().known(segmentId), transition),
            session.context())
        .compose(
            reply -> {
              session.onSummary(reply.summary());
              return audit.write(terminated(moves, reply, now)).map(reply);
            })
        .transform(
            done -> {
              if (done.succeeded()) {
                reply(moves, done.result());
              } else {
                moves.forEach(move -> move.reply().tryFail(done.cause()));
              }
              return Future.succeededFuture();
            });
  }

  /** An audit row for each execution that was terminated by these moves. */
  private List<AuditEvent> terminated(
      List<Envelope<Ack>> moves, SegmentReply.Transitioned reply, Instant now) {
    List<AuditEvent> events = new ArrayList<>();
    for (int i = 0; i < moves.size(); i++) {
      AutomationCommand.MoveExecution move = command(moves.get(i));
      if (move.to() == ExecutionState.TERMINATE
          && reply.results().get(i) == Transition.Result.MOVED) {
        events.add(AuditEvents.terminated(session.id(), move.executionId(), move.actor(), now));
      }
    }
    return events;
  }

  private void reply(List<Envelope<Ack>> moves, SegmentReply.Transitioned reply) {
    for (int i = 0; i < moves.size(); i++) {
      Envelope<Ack> envelope = moves.get(i);
      AutomationCommand.MoveExecution move = command(envelope);
      switch (reply.results().get(i)) {
        case MOVED -> {
          if (move.to() == ExecutionState.TERMINATE) {
            runner.onTerminated(move.executionId());
          }
          envelope.reply().complete(Ack.DONE);
          session.shared().telemetry().moved(session.id(), move.executionId(), move.to());
        }
        case ALREADY_THERE -> envelope.reply().complete(Ack.DONE);
        case REFUSED -> envelope.reply().fail(refused(move).asException());
        case UNKNOWN -> envelope.reply().fail(unknown(move.executionId()).asException());
      }
    }
  }

  private static AutomationCommand.MoveExecution command(Envelope<Ack> envelope) {
    return (AutomationCommand.MoveExecution) envelope.command();
  }

  private static Refusal refused(AutomationCommand.MoveExecution move) {
    return new Refusal(
        Refusal.Reason.FAILED_PRECONDITION,
        "execution "
            + move.executionId()
            + " is in a state from which it cannot move to "
            + move.to());
  }

  static Refusal unknown(long executionId) {
    return new Refusal(Refusal.Reason.NOT_FOUND, "execution " + executionId + " does not exist");
  }
}
