package io.spillway.engine.actor;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.AutomationPatch;
import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.resolution.Resolution;
import io.spillway.engine.job.LeasedSteps;
import io.spillway.engine.job.ReportedStep;
import io.spillway.engine.job.StepReport;
import io.spillway.store.AutomationRecord;
import io.spillway.store.RequestKey;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A command to the actor of an automation. A refused command fails its future with {@link
 * io.spillway.domain.automation.RefusedException}; nothing of it was done then.
 *
 * @param <R> the type of its reply
 */
public sealed interface AutomationCommand<R> {
  /** Calls the method of this command. */
  <T> T accept(Visitor<T> visitor);

  /**
   * Tells the commands apart. A new command is a new method, so no visitor can forget it.
   *
   * @param <T> the result for every command
   */
  interface Visitor<T> {
    T visit(Execute command);

    T visit(ResolvePaused command);

    T visit(StartResolution command);

    T visit(ClearBreaker command);

    T visit(Create command);

    T visit(Update command);

    T visit(Delete command);

    T visit(MoveExecution command);

    T visit(RetryExecution command);

    T visit(DescribeBreaker command);

    T visit(ResumeResolutions command);

    T visit(LeaseSteps command);

    T visit(ReportStep command);
  }

  /**
   * A trigger: create an execution. Replies its id when it is durable.
   *
   * @param context a JSON object in UTF-8; must not be changed afterwards
   * @param actor the client that triggers it, at most {@value ExecutionFact#MAX_ACTOR} characters
   * @param key identifies the client's request when it is sent again, if the client gave one
   */
  @SuppressWarnings("ArrayRecordComponent") // Up to 1 MiB: handed on, not copied.
  record Execute(byte[] context, String actor, Optional<RequestKey> key)
      implements AutomationCommand<Long> {
    public Execute {
      ExecutionFact.requireActor(actor);
    }

    /** A trigger without a key. */
    public Execute(byte[] context, String actor) {
      this(context, actor, Optional.empty());
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Resolve what is paused now. Replies the finished resolution. Sent again with the same
   * resolution id or the same key, it is the same request and gets the same reply.
   */
  record ResolvePaused(Resolution.Order order, String resolutionId, Optional<RequestKey> key)
      implements AutomationCommand<Resolution> {
    /** With a new resolution id and without a key. */
    public ResolvePaused(Resolution.Order order) {
      this(order, Optional.empty());
    }

    /** With a new resolution id, which is used unless the key was answered before. */
    public ResolvePaused(Resolution.Order order, Optional<RequestKey> key) {
      this(order, ResolutionIds.next(), key);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Resolve what is paused now, and reply as soon as the decision is durable. Sent again with the
   * same resolution id or the same key, it is the same request.
   *
   * @param request what to resolve
   * @param clears whether this is a clear that resolves too: a cleared trip is an event of its own
   *     in the system log, and nothing is resolved if nothing is paused
   */
  record StartResolution(ResolvePaused request, boolean clears)
      implements AutomationCommand<StartedResolution> {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Clear a trip, if there is one. Paused executions stay paused.
   *
   * @param reason free text, may be empty
   */
  record ClearBreaker(String actor, String reason) implements AutomationCommand<Ack> {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.visit(this);
    }
  }

  /** Create the automation, whose id must be new. */
  record Create(Automation automation, String actor)
      implements AutomationCommand<AutomationRecord> {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.visit(this);
    }
  }

  /** Change the automation. */
  record Update(AutomationPatch patch, String actor)
      implements AutomationCommand<AutomationRecord> {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Delete the automation and cancel its paused executions, by a resolution of this id. Replies
   * when that is finished.
   */
  record Delete(String actor, String resolutionId) implements AutomationCommand<Ack> {
    /** With a new resolution id. */
    public Delete(String actor) {
      this(actor, ResolutionIds.next());
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Move one execution to another state. Moving it to the state it is in does nothing.
   *
   * @param executionId of this automation
   * @param to the new state
   */
  record MoveExecution(long executionId, ExecutionState to, String actor)
      implements AutomationCommand<Ack> {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Try an execution in ERROR again, at the step that failed, with its attempts anew. Of one that
   * is pending again already, nothing is done.
   *
   * @param executionId of this automation
   */
  record RetryExecution(long executionId, String actor) implements AutomationCommand<Ack> {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.visit(this);
    }
  }

  /** Report the state of the breaker. */
  record DescribeBreaker() implements AutomationCommand<BreakerReport> {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Finish the resolutions that are recorded and not finished. Replies when the oldest is resumed,
   * or another one is under way.
   */
  record ResumeResolutions() implements AutomationCommand<Ack> {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Lease steps that are ready to a worker. Replies those that were leased, oldest first: at most
   * {@value #MAX_BYTES} bytes of inputs and contexts together, but at least one step if any is
   * ready. Sent again it leases others; leases whose reply was lost end by themselves.
   *
   * @param types of jobs that the worker runs
   * @param worker its name
   * @param max the number of steps at most, 1 to {@value #MAX_STEPS}
   * @param lease how long each is leased
   */
  record LeaseSteps(Set<String> types, String worker, int max, Duration lease)
      implements AutomationCommand<LeasedSteps> {
    /** The maximum number of steps in one reply. */
    public static final int MAX_STEPS = 256;

    /** The maximum size of the inputs and contexts in one reply, unless it has one step only. */
    public static final int MAX_BYTES = 4 << 20;

    public LeaseSteps {
      types = Set.copyOf(types);
      if (max < 1 || max > MAX_STEPS) {
        throw new IllegalArgumentException("max is " + max + ", must be 1 to " + MAX_STEPS);
      }
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Take a worker's report about a step that was leased to it. Sent again it changes nothing more.
   *
   * @param executionId of this automation
   * @param step index of the step
   * @param run of the hand-out
   * @param worker its name
   */
  record ReportStep(long executionId, int step, int run, String worker, StepReport report)
      implements AutomationCommand<ReportedStep> {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.visit(this);
    }
  }
}
