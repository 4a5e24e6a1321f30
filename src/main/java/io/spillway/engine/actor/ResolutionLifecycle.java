package io.spillway.engine.actor;

import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.Resolution;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The resolutions of one automation, one after the other: those that are recorded first, oldest
 * first, then the requests in their order. Runs on the actor's context.
 *
 * <h2>Why it is built like this</h2>
 *
 * <p><b>The decision is durable before the first execution moves.</b> It is one commit with the
 * reset of the breaker. A crash before it changes nothing and the caller sends the request again; a
 * crash after it is finished by the next owner. Moving first and recording afterwards was not an
 * option: half of the executions could have moved with nobody knowing by whom.
 *
 * <p><b>Visits are idempotent.</b> A segment keeps the id of the resolution that changed it and how
 * many executions that moved, and replies the same count when it is visited again. So nothing needs
 * to be recorded between the decision and the result, and a resumed resolution visits all segments:
 * its counts are exact without a log of progress. Counts are recorded now and then all the same, so
 * that those which a resumed resolution reports do not fall, see {@link ProgressPublisher}.
 *
 * <p><b>Visits run beside the tasks of the actor.</b> A resolution of ten million executions takes
 * a second; as one task it would delay every trigger by that. Executions that later trips pause
 * meanwhile have a higher generation, so they are left alone. Only the two commits are tasks.
 *
 * <p><b>The result is retried until it is durable.</b> Executions that moved cannot be moved back,
 * so their audit row may come late but must come. Callers wait for it.
 *
 * <p><b>Resuming is a command of its own.</b> {@link AutomationState#unfinished} keeps a resolution
 * from the commit of its decision to the commit of its result, whatever is committed in between,
 * and {@link AutomationCommand.ResumeResolutions} takes the oldest whenever the automation is
 * loaded, and again when one is finished. It was a side effect of reading the state once, from a
 * field that the next commit cleared: a resolution whose lookup failed was then lost.
 *
 * <p><b>States are types.</b> Which steps follow each other is decided by {@link ResolutionState}
 * alone, without I/O, so that every pair of state and event is tested; {@link ResolutionEffects}
 * has the I/O and the timers. The same flags as fields ({@code starting}, {@code abandoned}, …)
 * allowed combinations that nobody had thought of.
 */
final class ResolutionLifecycle {
  private static final String DELETED = "automation deleted";

  private final AutomationSession session;
  private final Consumer<Supplier<Future<?>>> tasks;
  private final ResolutionCalls calls = new ResolutionCalls();
  private final ResolutionEffects effects;
  private ResolutionState state = new ResolutionState.Idle();
  private boolean resumeIsQueued;

  /**
   * @param session the automation
   * @param tasks takes tasks of the actor, which run before waiting commands
   */
  ResolutionLifecycle(AutomationSession session, Consumer<Supplier<Future<?>>> tasks) {
    this.session = session;
    this.tasks = tasks;
    this.effects = new ResolutionEffects(session, calls, this::addTask, this::on);
  }

  /** Resolves what is paused, after the resolutions that were requested earlier. */
  Future<Resolution> resolve(AutomationCommand.ResolvePaused command) {
    return request(ResolutionRequest.of(command, ResolutionRequest.Kind.RESOLVE));
  }

  /**
   * Records a decision and completes when it is durable; it is carried out afterwards. Within a
   * task.
   *
   * <p>A decision for everything that is paused is recorded at once, also while another resolution
   * is worked on. One for a selection is recorded in its turn: whatever was reviewed must still be
   * paused then.
   */
  Future<StartedResolution> start(AutomationCommand.StartResolution command) {
    ResolutionRequest.Kind kind =
        command.clears() ? ResolutionRequest.Kind.CLEAR : ResolutionRequest.Kind.RESOLVE;
    ResolutionRequest request = ResolutionRequest.of(command.request(), kind);
    if (request.order().selection().isPresent()) {
      Future<Resolution> recorded = calls.awaitRecord(request.resolutionId());
      request(request);
      return recorded.map(StartedResolution::of);
    }
    return effects
        .recordNow(request)
        .map(
            recorded -> {
              resumeLater();
              return recorded.map(StartedResolution::of).orElse(StartedResolution.NONE);
            });
  }

  /** Deletes the automation and cancels its paused executions. */
  Future<Resolution> delete(AutomationCommand.Delete command) {
    Resolution.Order order = new Resolution.Order(Decision.CANCEL, DELETED, command.actor());
    return request(
        new ResolutionRequest(
            command.resolutionId(), order, Optional.empty(), ResolutionRequest.Kind.DELETE));
  }

  private Future<Resolution> request(ResolutionRequest request) {
    boolean requestedBefore = calls.isAwaited(request.resolutionId());
    Future<Resolution> reply = calls.await(request.resolutionId());
    if (!requestedBefore && isActive()) {
      calls.add(request);
    } else if (!requestedBefore) {
      on(current -> current.onRequested(request));
    }
    return reply;
  }

  /**
   * The resolution that a repeated command requests, if it is known.
   *
   * @return empty if it was never recorded, else a future that may take long
   */
  Future<Optional<Future<Resolution>>> requestedBefore(String resolutionId) {
    if (calls.isAwaited(resolutionId)) {
      return Future.succeededFuture(Optional.of(calls.await(resolutionId)));
    }
    return session.recorded(resolutionId).map(recorded -> recorded.map(this::replyOf));
  }

  /**
   * The resolution that a repeated {@link #start} has recorded or is about to record.
   *
   * @return empty if it was never requested here and never recorded
   */
  Future<Optional<Future<StartedResolution>>> startedBefore(String resolutionId) {
    return session
        .recorded(resolutionId)
        .map(
            recorded -> {
              if (recorded.isPresent()) {
                return Optional.of(Future.succeededFuture(StartedResolution.of(recorded.get())));
              }
              return calls.isAwaited(resolutionId)
                  ? Optional.of(calls.awaitRecord(resolutionId).map(StartedResolution::of))
                  : Optional.empty();
            });
  }

  private Future<Resolution> replyOf(Resolution recorded) {
    if (recorded.isDone()) {
      return Future.succeededFuture(recorded);
    }
    boolean isResumedHere =
        session.isLoaded()
            && session.state().isUnfinished(recorded.id())
            && !(state instanceof ResolutionState.Left);
    return isResumedHere
        ? calls.await(recorded.id())
        : Future.failedFuture(new AutomationMovedException(session.id()));
  }

  /** Resumes the oldest unfinished resolution, if none is worked on. Within a task. */
  Future<Void> resume() {
    if (!(state instanceof ResolutionState.Idle)) {
      return Future.succeededFuture();
    }
    return session
        .settle()
        .compose(settled -> session.load())
        .map(
            exists -> {
              session.unfinished().stream()
                  .findFirst()
                  .ifPresent(oldest -> on(effects.unfinished(oldest)));
              return null;
            });
  }

  /** Adds a task that resumes the oldest unfinished resolution, tried again until it succeeds. */
  void resumeLater() {
    if (!resumeIsQueued) {
      resumeIsQueued = true;
      addTask(this::resumeOrRetry);
    }
  }

  private Future<Void> resumeOrRetry() {
    resumeIsQueued = false;
    return resume()
        .recover(
            cause -> {
              session.shared().warnings().warn(LocalRouter.NOT_RESUMED, session.id(), cause);
              session
                  .context()
                  .owner()
                  .setTimer(ResolutionState.RETRY_DELAY.toMillis(), tick -> resumeLater());
              return Future.succeededFuture();
            });
  }

  /** Gives the automation up: replies {@code cause} to all callers, and starts nothing more. */
  void leave(Throwable cause) {
    on(current -> current.onLeave(cause));
  }

  /** Whether a resolution is worked on; requests wait only then. */
  boolean isActive() {
    return !(state instanceof ResolutionState.Idle || state instanceof ResolutionState.Left);
  }

  /** The recorded resolution that is worked on, with counts that never fall. */
  Optional<Resolution> running() {
    return effects.reported().or(state::resolution);
  }

  private void on(ResolutionEvent event) {
    ResolutionTransition transition = event.applyTo(state);
    state = transition.next();
    transition.effects().forEach(effect -> effect.apply(effects));
    if (state instanceof ResolutionState.Idle) {
      startNext();
    }
  }

  /** Also reads the automation again after a commit of which the outcome is not known. */
  private void startNext() {
    Optional<ResolutionRequest> next = calls.next();
    if (next.isPresent()) {
      on(current -> current.onRequested(next.get()));
    } else if (!session.isLoaded() || !session.unfinished().isEmpty()) {
      resumeLater();
    }
  }

  private void addTask(Supplier<Future<?>> task) {
    tasks.accept(
        () -> state instanceof ResolutionState.Left ? Future.succeededFuture() : task.get());
  }
}
