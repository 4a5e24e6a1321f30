package io.spillway.engine.actor;

import static io.spillway.engine.actor.ResolutionTransition.to;

import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.Selection;
import java.time.Duration;
import java.util.Optional;

/**
 * What an automation does about resolutions, as immutable data.
 *
 * <pre>
 *   Idle ── requested ──▶ Recording ◀──▶ Matching
 *    │                        │ recorded
 *    │                        ▼
 *    ├── unfinished ──────▶ Moving ── moved ──▶ Finishing ── finished ──▶ Idle
 *    │                        ▲
 *    └── unfinished ──▶ Resuming
 * </pre>
 *
 * <p>Each state overrides the events that it accepts; any other event is a programming fault and
 * throws {@link IllegalStateException}. Every state accepts {@link #onLeave}. The methods are pure:
 * they return the next state and the effects, which {@link ResolutionEffects} carries out. A new
 * state is a new record and the transitions that lead to it; a new event is a new method, which
 * every state rejects that does not override it.
 */
sealed interface ResolutionState {
  /** The pause before a failed step is tried again. */
  Duration RETRY_DELAY = Duration.ofMillis(500);

  /** The recorded resolution that is worked on, if there is one. */
  default Optional<Resolution> resolution() {
    return Optional.empty();
  }

  /** The next request of the queue. */
  default ResolutionTransition onRequested(ResolutionRequest request) {
    return reject("requested");
  }

  /** The store has a resolution that is recorded and not finished. */
  default ResolutionTransition onUnfinished(Resolution unfinished) {
    return reject("unfinished");
  }

  /** The store has a resolution that is recorded and of which no segment was visited yet. */
  default ResolutionTransition onUntouched(Resolution recorded) {
    return reject("untouched");
  }

  /** The executions of the request's selection must be looked up first. */
  default ResolutionTransition onSelectionNeeded() {
    return reject("selectionNeeded");
  }

  /** The executions of a selection are looked up. */
  default ResolutionTransition onMatched(MatchedSelection match) {
    return reject("matched");
  }

  /** The executions of a selection could not be looked up. */
  default ResolutionTransition onMatchFailed(Throwable cause) {
    return reject("matchFailed");
  }

  /** The decision is durable. */
  default ResolutionTransition onRecorded(Resolution recorded) {
    return reject("recorded");
  }

  /** The same request was answered before, by a resolution that is finished. */
  default ResolutionTransition onRepeated(Resolution finished) {
    return reject("repeated");
  }

  /** The decision is refused, or could not be made durable. */
  default ResolutionTransition onRecordFailed(Throwable cause) {
    return reject("recordFailed");
  }

  /** Every segment has replied. */
  default ResolutionTransition onMoved(ResolutionResult result) {
    return reject("moved");
  }

  /** No segment was visited, since the automation could not be read. */
  default ResolutionTransition onMoveFailed(Throwable cause) {
    return reject("moveFailed");
  }

  /** The result is durable. */
  default ResolutionTransition onFinished(Resolution finished) {
    return reject("finished");
  }

  /** The result could not be made durable. */
  default ResolutionTransition onFinishFailed(Throwable cause) {
    return reject("finishFailed");
  }

  /**
   * The actor gives up the automation. The next owner resumes what is recorded; callers send again
   * what is not. Visits under way still arrive, and do what the next owner would do.
   */
  default ResolutionTransition onLeave(Throwable cause) {
    return to(new Left(cause), new ResolutionEffect.FailAll(cause));
  }

  /** The transition for an event that this state does not accept. */
  default ResolutionTransition reject(String event) {
    throw new IllegalStateException(
        "a resolution cannot take the event "
            + event
            + " in the state "
            + getClass().getSimpleName());
  }

  private static ResolutionTransition resume(Resolution unfinished) {
    Optional<Selection> selection = unfinished.order().selection();
    if (selection.isPresent()) {
      return to(
          new Resuming(unfinished), new ResolutionEffect.Match(selection.get(), Duration.ZERO));
    }
    return move(new MoveScope(unfinished, Optional.empty(), true));
  }

  private static ResolutionTransition move(MoveScope scope) {
    return to(new Moving(scope), new ResolutionEffect.Move(scope, Duration.ZERO));
  }

  /** No resolution is worked on. */
  record Idle() implements ResolutionState {
    @Override
    public ResolutionTransition onRequested(ResolutionRequest request) {
      return to(
          new Recording(request, Optional.empty()),
          new ResolutionEffect.RecordDecision(request, Optional.empty()));
    }

    @Override
    public ResolutionTransition onUnfinished(Resolution unfinished) {
      return resume(unfinished);
    }

    @Override
    public ResolutionTransition onUntouched(Resolution recorded) {
      return move(new MoveScope(recorded, Optional.empty(), false));
    }
  }

  /**
   * A decision is being made durable.
   *
   * @param match the executions of its selection, once they are looked up
   */
  record Recording(ResolutionRequest request, Optional<MatchedSelection> match)
      implements ResolutionState {
    private Optional<Selection> selectionToMatch() {
      return match.isPresent() ? Optional.empty() : request.order().selection();
    }

    @Override
    public ResolutionTransition onSelectionNeeded() {
      return selectionToMatch()
          .map(
              selection ->
                  to(new Matching(request), new ResolutionEffect.Match(selection, Duration.ZERO)))
          .orElseGet(() -> reject("selectionNeeded"));
    }

    /** A selection that is not looked up must not be taken for everything. */
    @Override
    public ResolutionTransition onRecorded(Resolution recorded) {
      return selectionToMatch().isEmpty()
          ? move(new MoveScope(recorded, match, false))
          : reject("recorded");
    }

    /** What is recorded goes first, the request waits again. */
    @Override
    public ResolutionTransition onUnfinished(Resolution unfinished) {
      return resume(unfinished).after(new ResolutionEffect.Requeue(request));
    }

    @Override
    public ResolutionTransition onUntouched(Resolution recorded) {
      return move(new MoveScope(recorded, Optional.empty(), false))
          .after(new ResolutionEffect.Requeue(request));
    }

    @Override
    public ResolutionTransition onRepeated(Resolution finished) {
      return to(new Idle(), new ResolutionEffect.Complete(request.resolutionId(), finished));
    }

    @Override
    public ResolutionTransition onRecordFailed(Throwable cause) {
      return to(new Idle(), new ResolutionEffect.Fail(request.resolutionId(), cause));
    }
  }

  /** The executions of a request's selection are being looked up. */
  record Matching(ResolutionRequest request) implements ResolutionState {
    @Override
    public ResolutionTransition onMatched(MatchedSelection match) {
      return to(
          new Recording(request, Optional.of(match)),
          new ResolutionEffect.RecordDecision(request, Optional.of(match)));
    }

    @Override
    public ResolutionTransition onMatchFailed(Throwable cause) {
      return to(new Idle(), new ResolutionEffect.Fail(request.resolutionId(), cause));
    }
  }

  /** The executions of a recorded resolution's selection are being looked up again. */
  record Resuming(Resolution unfinished) implements ResolutionState {
    @Override
    public Optional<Resolution> resolution() {
      return Optional.of(unfinished);
    }

    @Override
    public ResolutionTransition onMatched(MatchedSelection match) {
      return move(new MoveScope(unfinished, Optional.of(match), true));
    }

    @Override
    public ResolutionTransition onMatchFailed(Throwable cause) {
      Selection selection = unfinished.order().selection().orElseThrow();
      return to(this, new ResolutionEffect.Match(selection, RETRY_DELAY));
    }
  }

  /** Segments are being visited. */
  record Moving(MoveScope scope) implements ResolutionState {
    @Override
    public Optional<Resolution> resolution() {
      return Optional.of(scope.resolution());
    }

    @Override
    public ResolutionTransition onMoved(ResolutionResult result) {
      return to(new Finishing(result), new ResolutionEffect.RecordResult(result, Duration.ZERO));
    }

    @Override
    public ResolutionTransition onMoveFailed(Throwable cause) {
      return to(this, new ResolutionEffect.Move(scope, RETRY_DELAY));
    }

    @Override
    public ResolutionTransition onLeave(Throwable cause) {
      return ResolutionState.super.onLeave(cause).after(new ResolutionEffect.StopMoving());
    }
  }

  /** The result is being made durable, with its audit row. */
  record Finishing(ResolutionResult result) implements ResolutionState {
    @Override
    public Optional<Resolution> resolution() {
      return Optional.of(result.resolution());
    }

    @Override
    public ResolutionTransition onFinished(Resolution finished) {
      return to(new Idle(), new ResolutionEffect.Complete(finished.id(), finished));
    }

    @Override
    public ResolutionTransition onFinishFailed(Throwable cause) {
      return to(this, new ResolutionEffect.RecordResult(result, RETRY_DELAY));
    }
  }

  /**
   * The actor has given up the automation. The results of what was under way are ignored.
   *
   * @param cause replied to every later request
   */
  record Left(Throwable cause) implements ResolutionState {
    @Override
    public ResolutionTransition onRequested(ResolutionRequest request) {
      return to(this, new ResolutionEffect.Fail(request.resolutionId(), cause));
    }

    @Override
    public ResolutionTransition onLeave(Throwable ignored) {
      return to(this);
    }

    @Override
    public ResolutionTransition reject(String event) {
      return to(this);
    }
  }
}
