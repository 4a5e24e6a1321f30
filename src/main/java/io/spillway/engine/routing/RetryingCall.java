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
 * Sends one command to the owner of its automation and retries while the owner changes or does not
 * answer. All attempts share one operation id, by which the actor detects a repeated command.
 *
 * @param <R> type of the reply
 */
final class RetryingCall<R> {
  /** The caller waits for a resolution until it is finished, or for its turn to be recorded. */
  private static final Duration RESOLUTION_TIMEOUT = Duration.ofHours(1);

  private static final Duration TIMEOUT = Duration.ofSeconds(25);
  private static final long MIN_DELAY_MILLIS = 5;
  private static final long MAX_DELAY_MILLIS = 250;

  private final String automationId;
  private final AutomationCommand<R> command;
  private final Vertx vertx;
  private final LocalRouter local;
  private final Membership membership;
  private final NodeMessenger messenger;
  private final long deadlineNanos;
  private Operation operation = Operation.ONCE;
  private long delayMillis = MIN_DELAY_MILLIS;

  RetryingCall(
      String automationId,
      AutomationCommand<R> command,
      Vertx vertx,
      LocalRouter local,
      Membership membership,
      NodeMessenger messenger) {
    this.automationId = automationId;
    this.command = command;
    this.vertx = vertx;
    this.local = local;
    this.membership = membership;
    this.messenger = messenger;
    Duration timeout = isResolution() ? RESOLUTION_TIMEOUT : TIMEOUT;
    this.deadlineNanos = System.nanoTime() + timeout.toNanos();
  }

  private boolean isResolution() {
    return command instanceof AutomationCommand.ResolvePaused
        || command instanceof AutomationCommand.StartResolution
        || command instanceof AutomationCommand.Delete;
  }

  Future<R> start() {
    // A trigger to the local actor is sent once; all others may be repeated.
    if (!(command instanceof AutomationCommand.Execute)) {
      operation = Operation.next();
    }
    return attempt();
  }

  private Future<R> attempt() {
    if (!membership.hasQuorum()) {
      return Future.failedFuture(unavailable(membership.quorumMessage()));
    }
    Optional<String> owner = membership.ownerOf(automationId);
    if (owner.isEmpty()) {
      return retryLater("it has no owner at the moment");
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
    return messenger.send(owner, automationId, command, operation);
  }

  private Future<R> afterFailure(Throwable failure) {
    boolean isRetryable =
        failure instanceof ReplyLostException
            || failure instanceof AutomationMovedException
            || failure instanceof NodeStoppingException
            || failure instanceof StaleWriteException;
    if (!isRetryable) {
      return Future.failedFuture(failure);
    }
    // Marked as repeated even if this attempt did nothing: a lost one may have arrived since, and a
    // resolution that was started continues under its id.
    operation = operation.again();
    return retryLater(String.valueOf(failure.getMessage()));
  }

  private Future<R> retryLater(String cause) {
    if (System.nanoTime() - deadlineNanos > 0) {
      return Future.failedFuture(
          unavailable("automation " + automationId + " was not reached: " + cause));
    }
    long delay = delayMillis;
    delayMillis = Math.min(2 * delayMillis, MAX_DELAY_MILLIS);
    return vertx.timer(delay).compose(elapsed -> attempt());
  }

  private static Throwable unavailable(String message) {
    return new Refusal(Refusal.Reason.UNAVAILABLE, message + ", try again").asException();
  }
}
