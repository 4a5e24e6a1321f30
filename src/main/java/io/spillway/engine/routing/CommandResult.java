package io.spillway.engine.routing;

import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.spillway.engine.actor.AutomationMovedException;
import io.spillway.engine.actor.NodeStoppingException;
import io.spillway.store.StaleWriteException;
import io.spillway.store.StoreException;
import io.spillway.store.UnknownOutcomeException;
import io.vertx.core.AsyncResult;

/** The result of a command on the node that it was sent to. */
sealed interface CommandResult {

  /** The exception that the sender's future fails with. */
  default Throwable failure() {
    throw new IllegalStateException("the command succeeded");
  }

  /**
   * It was executed.
   *
   * @param reply one of the reply types of {@link io.spillway.engine.actor.AutomationCommand}
   */
  record Done(Object reply) implements CommandResult {}

  /** It was refused. */
  record Refused(Refusal refusal) implements CommandResult {
    @Override
    public Throwable failure() {
      return refusal.asException();
    }
  }

  /** It was not executed, since another node owns the automation. */
  record OwnerChanged(String automationId) implements CommandResult {
    @Override
    public Throwable failure() {
      return new AutomationMovedException(automationId);
    }
  }

  /** It is not known whether it was executed. */
  record Unknown(String cause) implements CommandResult {
    @Override
    public Throwable failure() {
      return new ReplyLostException(cause);
    }
  }

  /** The store failed; nothing was changed. */
  record NotStored(String cause) implements CommandResult {
    @Override
    public Throwable failure() {
      return new StoreException(cause);
    }
  }

  /** It failed by a programming error, which the other node has logged. */
  record Broken(String cause) implements CommandResult {
    @Override
    public Throwable failure() {
      return new IllegalStateException(cause);
    }
  }

  static CommandResult of(AsyncResult<?> result) {
    if (result.succeeded()) {
      return new Done(result.result());
    }
    Throwable cause = result.cause();
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof AutomationMovedException
        || cause instanceof NodeStoppingException
        || cause instanceof StaleWriteException) {
      return new OwnerChanged(message);
    }
    if (cause instanceof RefusedException refused) {
      return new Refused(refused.refusal());
    }
    if (cause instanceof UnknownOutcomeException) {
      return new Unknown(message);
    }
    return cause instanceof StoreException ? new NotStored(message) : new Broken(message);
  }
}
