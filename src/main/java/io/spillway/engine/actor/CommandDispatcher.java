package io.spillway.engine.actor;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.resolution.Resolution;
import io.spillway.engine.runner.AutomationRunner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Passes a batch of commands to the handler of its kind.
 *
 * @param session the automation
 * @param triggers handles triggers
 * @param moves handles moves of single executions
 * @param retries handles retries of single executions
 * @param definitions handles the definition and the breaker
 * @param resolutions handles resolutions
 * @param runner runs what may run
 */
record CommandDispatcher(
    AutomationSession session,
    TriggerHandler triggers,
    MoveHandler moves,
    RetryHandler retries,
    DefinitionHandler definitions,
    ResolutionLifecycle resolutions,
    AutomationRunner runner) {

  /** The slices of the window in a breaker report. */
  private static final int SLICES = 60;

  /** Whether commands of this kind are handled in batches. */
  static boolean batches(AutomationCommand<?> command) {
    return command instanceof AutomationCommand.Execute
        || command instanceof AutomationCommand.MoveExecution;
  }

  /** Carries out commands of one kind. Every one is replied to, now or by a later task. */
  Future<Void> dispatch(List<Envelope<?>> commands) {
    Envelope<?> first = commands.get(0);
    boolean isTrigger = first.command() instanceof AutomationCommand.Execute;
    return (isTrigger ? Future.<Void>succeededFuture() : session.settle())
        .compose(settled -> session.load())
        .compose(exists -> exists ? existing(commands) : missing(first))
        .onFailure(failure -> commands.forEach(command -> command.reply().tryFail(failure)));
  }

  private Future<Void> missing(Envelope<?> first) {
    if (first.command() instanceof AutomationCommand.Create create) {
      return reply(first, definitions.create(create, first.operation()));
    }
    return Future.failedFuture(Automation.unknown(session.id()).asException());
  }

  private Future<Void> existing(List<Envelope<?>> commands) {
    Envelope<?> first = commands.get(0);
    return first.operation().repeated() ? repeated(commands) : carryOut(commands);
  }

  private Future<Void> repeated(List<Envelope<?>> commands) {
    Envelope<?> first = commands.get(0);
    return first
        .command()
        .accept(new EarlierReply(session, resolutions, first.operation()))
        .compose(
            earlier ->
                earlier.isPresent()
                    ? replyLater(first, earlier.get())
                    : session.load().compose(exists -> carryOut(commands)));
  }

  private Future<Void> carryOut(List<Envelope<?>> commands) {
    return commands.get(0).command().accept(new CarryOut(commands, commands.get(0)));
  }

  /** Carries commands out, whose kind is that of the first. */
  private final class CarryOut implements AutomationCommand.Visitor<Future<Void>> {
    private final List<Envelope<?>> commands;
    private final Envelope<?> first;

    CarryOut(List<Envelope<?>> commands, Envelope<?> first) {
      this.commands = commands;
      this.first = first;
    }

    @Override
    public Future<Void> visit(AutomationCommand.Execute command) {
      return triggers.run(CommandDispatcher.<Long>cast(commands));
    }

    @Override
    public Future<Void> visit(AutomationCommand.MoveExecution command) {
      return moves.run(CommandDispatcher.<Ack>cast(commands));
    }

    @Override
    public Future<Void> visit(AutomationCommand.RetryExecution command) {
      return unlessDeleted(() -> reply(first, retries.retry(command, first.operation())));
    }

    @Override
    public Future<Void> visit(AutomationCommand.Create command) {
      return reply(first, definitions.create(command, first.operation()));
    }

    @Override
    public Future<Void> visit(AutomationCommand.Update command) {
      return unlessDeleted(() -> reply(first, definitions.update(command, first.operation())));
    }

    @Override
    public Future<Void> visit(AutomationCommand.ClearBreaker command) {
      return unlessDeleted(() -> reply(first, definitions.clear(command, first.operation())));
    }

    @Override
    public Future<Void> visit(AutomationCommand.DescribeBreaker command) {
      return unlessDeleted(() -> reply(first, Future.succeededFuture(report())));
    }

    @Override
    public Future<Void> visit(AutomationCommand.ResolvePaused command) {
      return unlessDeleted(() -> replyLater(first, resolutions.resolve(command)));
    }

    @Override
    public Future<Void> visit(AutomationCommand.StartResolution command) {
      return unlessDeleted(
          () -> {
            Future<StartedResolution> started = resolutions.start(command);
            return command.request().order().selection().isPresent()
                ? replyLater(first, started)
                : reply(first, started.compose(known -> orClear(command, known)));
          });
    }

    /** A clear that finds nothing paused still clears. */
    private Future<StartedResolution> orClear(
        AutomationCommand.StartResolution command, StartedResolution started) {
      Resolution.Order order = command.request().order();
      return started.resolution().isPresent()
          ? Future.succeededFuture(started)
          : definitions
              .clear(
                  new AutomationCommand.ClearBreaker(order.actor(), order.reason()),
                  first.operation())
              .map(started);
    }

    @Override
    public Future<Void> visit(AutomationCommand.Delete command) {
      return unlessDeleted(() -> replyLater(first, resolutions.delete(command).map(Ack.DONE)));
    }

    /** Also if the automation is deleted: its paused executions may still have to be cancelled. */
    @Override
    public Future<Void> visit(AutomationCommand.ResumeResolutions command) {
      return reply(first, resolutions.resume().map(Ack.DONE));
    }

    @Override
    public Future<Void> visit(AutomationCommand.LeaseSteps command) {
      return replyLater(
          first,
          runner.jobs().lease(command.types(), command.worker(), command.max(), command.lease()));
    }

    @Override
    public Future<Void> visit(AutomationCommand.ReportStep command) {
      return replyLater(
          first,
          runner
              .jobs()
              .report(
                  command.executionId(),
                  command.step(),
                  command.run(),
                  command.worker(),
                  command.report()));
    }
  }

  private Future<Void> unlessDeleted(Supplier<Future<Void>> command) {
    return session.state().record().automation().deletedAt().isPresent()
        ? Future.failedFuture(Automation.unknown(session.id()).asException())
        : command.get();
  }

  private BreakerReport report() {
    AutomationState state = session.state();
    Instant now = session.now();
    return new BreakerReport(
        state.record().outline(),
        state.breaker().windowCount(now),
        Arrays.stream(state.breaker().windowSlices(now, SLICES)).boxed().toList(),
        state.segments().paused(),
        resolutions.running());
  }

  /** Replies a result; completes with it. */
  private static <R> Future<Void> reply(Envelope<?> envelope, Future<R> result) {
    return result.onComplete(CommandDispatcher.<R>replyOf(envelope)).mapEmpty();
  }

  /** Replies a result that may take long; the task does not wait for it. */
  private static <R> Future<Void> replyLater(Envelope<?> envelope, Future<R> result) {
    result.onComplete(CommandDispatcher.<R>replyOf(envelope));
    return Future.succeededFuture();
  }

  @SuppressWarnings("unchecked") // The result of a command has the type of its reply.
  private static <R> Promise<R> replyOf(Envelope<?> envelope) {
    return (Promise<R>) envelope.reply();
  }

  @SuppressWarnings("unchecked") // All commands of a batch are of the first one's kind.
  private static <R> List<Envelope<R>> cast(List<Envelope<?>> commands) {
    return (List<Envelope<R>>) (List<?>) commands;
  }
}
