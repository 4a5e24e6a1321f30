package io.spillway.engine.actor;

import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.Selection;
import java.time.Duration;
import java.util.Optional;

/** What to do after a transition. */
sealed interface ResolutionEffect {
  /** Calls the method of this effect. */
  void apply(Handler handler);

  /** Carries out effects. None of its methods fails: what comes of an effect is an event. */
  interface Handler {
    void recordDecision(RecordDecision effect);

    void match(Match effect);

    void move(Move effect);

    void stopMoving();

    void recordResult(RecordResult effect);

    void requeue(Requeue effect);

    void complete(Complete effect);

    void fail(Fail effect);

    void failAll(FailAll effect);
  }

  /**
   * Make the decision durable.
   *
   * @param match the executions it is for, if it has a selection and they have been looked up
   */
  record RecordDecision(ResolutionRequest request, Optional<MatchedSelection> match)
      implements ResolutionEffect {
    @Override
    public void apply(Handler handler) {
      handler.recordDecision(this);
    }
  }

  /** Look up the executions of a selection. */
  record Match(Selection selection, Duration delay) implements ResolutionEffect {
    @Override
    public void apply(Handler handler) {
      handler.match(this);
    }
  }

  /** Visit the segments. */
  record Move(MoveScope scope, Duration delay) implements ResolutionEffect {
    @Override
    public void apply(Handler handler) {
      handler.move(this);
    }
  }

  /**
   * Starts no further visit. The runner still completes; the state that follows ignores its result.
   */
  record StopMoving() implements ResolutionEffect {
    @Override
    public void apply(Handler handler) {
      handler.stopMoving();
    }
  }

  /** Make the result durable, with its audit row. */
  record RecordResult(ResolutionResult result, Duration delay) implements ResolutionEffect {
    @Override
    public void apply(Handler handler) {
      handler.recordResult(this);
    }
  }

  /** Put a request back to the head of the queue. */
  record Requeue(ResolutionRequest request) implements ResolutionEffect {
    @Override
    public void apply(Handler handler) {
      handler.requeue(this);
    }
  }

  /** Reply a finished resolution to the callers that wait for {@code resolutionId}. */
  record Complete(String resolutionId, Resolution finished) implements ResolutionEffect {
    @Override
    public void apply(Handler handler) {
      handler.complete(this);
    }
  }

  /** Reply a failure to the callers that wait for {@code resolutionId}. */
  record Fail(String resolutionId, Throwable cause) implements ResolutionEffect {
    @Override
    public void apply(Handler handler) {
      handler.fail(this);
    }
  }

  /** Reply a failure to all callers, and drop the queue. */
  record FailAll(Throwable cause) implements ResolutionEffect {
    @Override
    public void apply(Handler handler) {
      handler.failAll(this);
    }
  }
}
