package io.spillway.engine.routing;

import io.spillway.domain.automation.Refusal;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.AutomationMovedException;
import io.spillway.engine.actor.LocalRouter;
import io.spillway.engine.actor.NodeStoppingException;
import io.spillway.engine.actor.Operation;
import io.spillway.engine.grid.Membership;
import io.spillway.store.StaleWriteException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;

/**
 * One command on its way to the owner of its automation, however often that changes meanwhile. It
 * is sent again where it is known that nothing of it was done, and under the same operation where
 * that is not known.
 *
 * @param <R> what the command replies
 */
final class RetryingCall<R> {
  /** A resolution goes on for as long as it takes; who asked for it waits. */
  private static final Duration PATIENCE_FOR_RESOLUTIONS = Duration.ofHours(1);

  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private static final long FIRST_PAUSE_MILLIS = 5;
  private static final long MAX_PAUSE_MILLIS = 250;

  private final String automationId;
  private final AutomationCommand<R> command;
  private final Vertx vertx;
  private final LocalRouter local;
  private final Membership membership;
  private final NodeMessenger courier;
  private final long deadlineNanos;
  private Operation operation = Operation.ONCE;
  private long pauseMillis = FIRST_PAUSE_MILLIS;

  RetryingCall(
      String automationId,
      AutomationCommand<R> command,
      Vertx vertx,
      LocalRouter local,
      Membership membership,
      NodeMessenger courier) {
    this.automationId = automationId;
    this.command = command;
    this.vertx = vertx;
    this.local = local;
    this.membership = membership;
    this.courier = courier;
    Duration patience = isResolution() ? PATIENCE_FOR_RESOLUTIONS : PATIENCE;
    this.deadlineNanos = System.nanoTime() + patience.toNanos();
  }

  private boolean isResolution() {
    return command instanceof AutomationCommand.ResolvePaused
        || command instanceof AutomationCommand.Delete;
  }

  Future<R> start() {
    // A trigger within its node is sent once; all else may come by again.
    if (!(command instanceof AutomationCommand.Execute)) {
      operation = Operation.next();
    }
    return attempt();
  }

  private Future<R> attempt() {
    if (!membership.hasQuorum()) {
      return Future.failedFuture(unavailable(membership.sight()));
    }
    Optional<String> owner = membership.ownerOf(automationId);
    if (owner.isEmpty()) {
      return later("it has no owner at this moment");
    }
    return sendTo(owner.get()).recover(failure -> afterFailure(failure));
  }

  private Future<R> sendTo(String owner) {
    if (owner.equals(membership.localNode())) {
      return local.deliver(automationId, command, operation);
    }
    if (operation.id() == 0) {
      operation = Operation.next();
    }
    return courier.send(owner, automationId, command, operation);
  }

  private Future<R> afterFailure(Throwable failure) {
    boolean mayBeSentAgain =
        failure instanceof ReplyLostException
            || failure instanceof AutomationMovedException
            || failure instanceof NodeStoppingException
            || failure instanceof StaleWriteException;
    if (!mayBeSentAgain) {
      return Future.failedFuture(failure);
    }
    // Also where nothing of it was done now: a sending that was lost may have arrived meanwhile,
    // and
    // a resolution that was begun goes on under its id.
    operation = operation.again();
    return later(String.valueOf(failure.getMessage()));
  }

  private Future<R> later(String cause) {
    if (System.nanoTime() - deadlineNanos > 0) {
      return Future.failedFuture(
          unavailable("automation " + automationId + " was not reached: " + cause));
    }
    long pause = pauseMillis;
    pauseMillis = Math.min(2 * pauseMillis, MAX_PAUSE_MILLIS);
    return vertx.timer(pause).compose(over -> attempt());
  }

  private static Throwable unavailable(String message) {
    return new Refusal(Refusal.Reason.UNAVAILABLE, message + ", try again").asException();
  }
}
