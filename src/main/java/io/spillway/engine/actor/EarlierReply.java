package io.spillway.engine.actor;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks up the reply of a command that was sent again, in case this owner or an earlier one has
 * carried it out: empty if none has. A reply that is found may still take long.
 *
 * @param session the automation
 * @param resolutions of the automation
 * @param operation of the command
 */
record EarlierReply(AutomationSession session, ResolutionLifecycle resolutions, Operation operation)
    implements AutomationCommand.Visitor<Future<Optional<Future<?>>>> {

  /** Its handler knows which triggers were admitted before. */
  @Override
  public Future<Optional<Future<?>>> visit(AutomationCommand.Execute command) {
    return none();
  }

  /** Moving an execution again does nothing. */
  @Override
  public Future<Optional<Future<?>>> visit(AutomationCommand.MoveExecution command) {
    return none();
  }

  /** Its handler knows that a pending execution may have been retried before. */
  @Override
  public Future<Optional<Future<?>>> visit(AutomationCommand.RetryExecution command) {
    return none();
  }

  @Override
  public Future<Optional<Future<?>>> visit(AutomationCommand.ResolvePaused command) {
    return resolutions
        .requestedBefore(command.resolutionId())
        .map(known -> known.map(resolution -> resolution));
  }

  @Override
  public Future<Optional<Future<?>>> visit(AutomationCommand.StartResolution command) {
    return resolutions
        .startedBefore(command.request().resolutionId())
        .compose(
            known ->
                known.isPresent()
                    ? Future.succeededFuture(known.map(started -> started))
                    : ifApplied(() -> StartedResolution.NONE));
  }

  @Override
  public Future<Optional<Future<?>>> visit(AutomationCommand.Delete command) {
    return resolutions
        .requestedBefore(command.resolutionId())
        .map(known -> known.map(resolution -> resolution.map(Ack.DONE)));
  }

  @Override
  public Future<Optional<Future<?>>> visit(AutomationCommand.Create command) {
    return ifApplied(() -> session.state().record());
  }

  @Override
  public Future<Optional<Future<?>>> visit(AutomationCommand.Update command) {
    return ifApplied(() -> session.state().record());
  }

  @Override
  public Future<Optional<Future<?>>> visit(AutomationCommand.ClearBreaker command) {
    return ifApplied(() -> Ack.DONE);
  }

  @Override
  public Future<Optional<Future<?>>> visit(AutomationCommand.DescribeBreaker command) {
    return none();
  }

  @Override
  public Future<Optional<Future<?>>> visit(AutomationCommand.ResumeResolutions command) {
    return none();
  }

  /** Leases whose reply was lost end by themselves. */
  @Override
  public Future<Optional<Future<?>>> visit(AutomationCommand.LeaseSteps command) {
    return none();
  }

  /** A report of a hand-out that was reported before changes nothing. */
  @Override
  public Future<Optional<Future<?>>> visit(AutomationCommand.ReportStep command) {
    return none();
  }

  private static Future<Optional<Future<?>>> none() {
    return Future.succeededFuture(Optional.empty());
  }

  private Future<Optional<Future<?>>> ifApplied(Supplier<Object> reply) {
    return session
        .applied(List.of(operation.id()))
        .compose(
            applied ->
                session
                    .load()
                    .map(
                        exists ->
                            applied.isEmpty()
                                ? Optional.empty()
                                : Optional.of(Future.succeededFuture(reply.get()))));
  }
}
