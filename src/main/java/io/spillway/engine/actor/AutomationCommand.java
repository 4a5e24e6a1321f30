package io.spillway.engine.actor;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.AutomationPatch;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.resolution.Resolution;
import io.spillway.store.AutomationRecord;
import io.spillway.store.RequestKey;
import java.util.Optional;

/**
 * What an automation's actor can be asked. A command that is refused fails its future with {@link
 * io.spillway.domain.automation.RefusedException}; nothing of it was done then.
 *
 * @param <R> what it replies
 */
public sealed interface AutomationCommand<R> {

  /**
   * A trigger: create an execution. Replies its id when it is durable.
   *
   * @param context a JSON object in UTF-8; handed over, not to be changed afterwards
   * @param key by which it is known when its client sends it again, if it gave one
   */
  @SuppressWarnings("ArrayRecordComponent") // Up to 1 MiB: handed on, not copied.
  record Execute(byte[] context, Optional<RequestKey> key) implements AutomationCommand<Long> {
    /** A trigger without a key. */
    public Execute(byte[] context) {
      this(context, Optional.empty());
    }
  }

  /**
   * Resolve everything held up to now. Replies the finished resolution. Sending it again under the
   * same resolution id asks for the same resolution, and so does its client under the same key.
   */
  record ResolvePaused(Resolution.Order order, String resolutionId, Optional<RequestKey> key)
      implements AutomationCommand<Resolution> {
    /** A resolution of its own, without a key. */
    public ResolvePaused(Resolution.Order order) {
      this(order, Optional.empty());
    }

    /** A resolution of its own, unless the key was answered before. */
    public ResolvePaused(Resolution.Order order, Optional<RequestKey> key) {
      this(order, ResolutionIds.next(), key);
    }
  }

  /** Clear a trip, if there is one. What is held stays held. */
  record ClearBreaker(String actor) implements AutomationCommand<Ack> {}

  /** Create the automation, whose id must be new. */
  record Create(Automation automation, String actor)
      implements AutomationCommand<AutomationRecord> {}

  /** Change the automation. */
  record Update(AutomationPatch patch, String actor)
      implements AutomationCommand<AutomationRecord> {}

  /**
   * Delete the automation; what it holds is cancelled, by a resolution of this id. Replies when
   * that is done.
   */
  record Delete(String actor, String resolutionId) implements AutomationCommand<Ack> {
    /** Cancelled by a resolution of its own. */
    public Delete(String actor) {
      this(actor, ResolutionIds.next());
    }
  }

  /**
   * Move one execution on. Moving it to the state it is in is fine.
   *
   * @param executionId of this automation
   * @param to the state it is to take
   */
  record MoveExecution(long executionId, ExecutionState to, String actor)
      implements AutomationCommand<Ack> {}

  /** Tell the state of the breaker. */
  record DescribeBreaker() implements AutomationCommand<BreakerReport> {}
}
