package io.spillway.engine.actor;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.resolution.Resolution;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Takes the commands of a turn to where they are carried out.
 *
 * @param owned the automation
 * @param admit triggers
 * @param move single executions
 * @param define the definition and the breaker
 * @param resolves resolutions
 */
record CommandDispatcher(
    AutomationSession owned,
    TriggerHandler admit,
    MoveHandler move,
    DefinitionHandler define,
    ResolutionLifecycle resolves) {

  /** Parts of the window that a report tells of. */
  private static final int SLICES = 60;

  /** Whether commands like this one are taken together. */
  static boolean batches(AutomationCommand<?> command) {
    return command instanceof AutomationCommand.Execute
        || command instanceof AutomationCommand.MoveExecution;
  }

  /** Carries out commands of one kind. Every one of them is answered, now or by a later turn. */
  Future<Void> take(List<Envelope<?>> commands) {
    boolean triggers = commands.get(0).command() instanceof AutomationCommand.Execute;
    return (triggers ? Future.<Void>succeededFuture() : owned.settle())
        .compose(ready -> owned.load())
        .compose(exists -> exists ? existing(commands) : missing(commands))
        .onFailure(failure -> commands.forEach(command -> command.reply().tryFail(failure)));
  }

  private Future<Void> missing(List<Envelope<?>> commands) {
    Envelope<?> first = commands.get(0);
    if (first.command() instanceof AutomationCommand.Create create) {
      return answer(first, define.create(create, first.operation()));
    }
    return Future.failedFuture(Automation.unknown(owned.id()).asException());
  }

  private Future<Void> existing(List<Envelope<?>> commands) {
    owned.state().unfinished().ifPresent(resolves::resume);
    Envelope<?> first = commands.get(0);
    AutomationCommand<?> command = first.command();
    if (command instanceof AutomationCommand.Execute) {
      return admit.run(CommandDispatcher.<Long>cast(commands));
    }
    if (command instanceof AutomationCommand.MoveExecution) {
      return move.run(CommandDispatcher.<Ack>cast(commands));
    }
    return first.operation().repeated() ? carriedOutBefore(first) : carryOut(first);
  }

  /** A command that may have been carried out, by this owner or one before, is looked for first. */
  private Future<Void> carriedOutBefore(Envelope<?> envelope) {
    AutomationCommand<?> command = envelope.command();
    if (command instanceof AutomationCommand.ResolvePaused resolve) {
      return outcomeOf(
          resolve.resolutionId(), envelope, CommandDispatcher.<Resolution>replyTo(envelope));
    }
    if (command instanceof AutomationCommand.Delete delete) {
      Promise<Resolution> cancelled = Promise.promise();
      cancelled.future().map(Ack.DONE).onComplete(CommandDispatcher.<Ack>replyTo(envelope));
      return outcomeOf(delete.resolutionId(), envelope, cancelled);
    }
    return owned
        .applied(List.of(envelope.operation().id()))
        .compose(
            applied ->
                owned
                    .load()
                    .compose(
                        exists ->
                            applied.isEmpty()
                                ? carryOut(envelope)
                                : answer(envelope, Future.succeededFuture(outcomeOf(command)))));
  }

  private Future<Void> outcomeOf(
      String resolutionId, Envelope<?> envelope, Promise<Resolution> reply) {
    return resolves
        .askedBefore(resolutionId)
        .compose(
            known -> {
              if (known.isEmpty()) {
                return owned.load().compose(exists -> carryOut(envelope));
              }
              // It may go on for long, so the turn does not wait for it.
              known.get().onComplete(reply);
              return Future.succeededFuture();
            });
  }

  private Object outcomeOf(AutomationCommand<?> command) {
    boolean defines =
        command instanceof AutomationCommand.Create || command instanceof AutomationCommand.Update;
    return defines ? owned.state().record() : Ack.DONE;
  }

  private Future<Void> carryOut(Envelope<?> first) {
    AutomationCommand<?> command = first.command();
    if (command instanceof AutomationCommand.Create create) {
      return answer(first, define.create(create, first.operation()));
    }
    if (owned.state().record().automation().deletedAt().isPresent()) {
      return Future.failedFuture(Automation.unknown(owned.id()).asException());
    }
    if (command instanceof AutomationCommand.ResolvePaused resolve) {
      resolves.resolve(resolve).onComplete(CommandDispatcher.<Resolution>replyTo(first));
      return Future.succeededFuture();
    }
    if (command instanceof AutomationCommand.Delete delete) {
      resolves
          .delete(delete.actor(), delete.resolutionId())
          .map(Ack.DONE)
          .onComplete(CommandDispatcher.<Ack>replyTo(first));
      return Future.succeededFuture();
    }
    if (command instanceof AutomationCommand.Update update) {
      return answer(first, define.update(update, first.operation()));
    }
    if (command instanceof AutomationCommand.ClearBreaker clear) {
      return answer(first, define.clear(clear, first.operation()));
    }
    return answer(first, Future.succeededFuture(report()));
  }

  private BreakerReport report() {
    AutomationState state = owned.state();
    Instant now = owned.now();
    return new BreakerReport(
        state.record(),
        state.breaker().windowCount(now),
        Arrays.stream(state.breaker().windowSlices(now, SLICES)).boxed().toList(),
        state.book().paused(),
        resolves.running());
  }

  /** Sends a result to where the command came from; completes with it. */
  private static <R> Future<Void> answer(Envelope<?> envelope, Future<R> result) {
    return result.onComplete(CommandDispatcher.<R>replyTo(envelope)).mapEmpty();
  }

  @SuppressWarnings("unchecked") // A command is carried out with the type of its own reply.
  private static <R> Promise<R> replyTo(Envelope<?> envelope) {
    return (Promise<R>) envelope.reply();
  }

  @SuppressWarnings("unchecked") // All commands of a turn are of the first one's kind.
  private static <R> List<Envelope<R>> cast(List<Envelope<?>> commands) {
    return (List<Envelope<R>>) (List<?>) commands;
  }
}
