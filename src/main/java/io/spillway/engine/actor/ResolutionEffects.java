package io.spillway.engine.actor;

import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.ResolutionProgress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The I/O and the timers of {@link ResolutionState}. Each effect that needs the automation runs as
 * a task of the actor and reports an event within a task. Runs on the actor's context.
 */
final class ResolutionEffects implements ResolutionEffect.Handler {
  private static final Logger LOG = LoggerFactory.getLogger(ResolutionEffects.class);
  private static final long PROGRESS_MILLIS = 250;

  private final AutomationSession session;
  private final ResolutionCalls calls;
  private final Consumer<Supplier<Future<?>>> tasks;
  private final Consumer<ResolutionEvent> events;
  private final DecisionRecorder decisions;
  private final ResultRecorder results;
  private final RepeatedWarnings warnings;
  private final Vertx vertx;

  /** Visits the segments of the resolution that is {@link ResolutionState.Moving}. */
  private @Nullable ResolutionRunner runner;

  /** Has the counts of the resolution that is moving or finishing. */
  private @Nullable ProgressPublisher publisher;

  /** Resolutions recorded by {@link #recordNow} of which no segment was visited yet. */
  private final Set<String> untouched = new HashSet<>();

  /**
   * @param session the automation
   * @param calls the callers
   * @param tasks takes tasks of the actor; drops them once it has left
   * @param events takes what has happened
   */
  ResolutionEffects(
      AutomationSession session,
      ResolutionCalls calls,
      Consumer<Supplier<Future<?>>> tasks,
      Consumer<ResolutionEvent> events) {
    this.session = session;
    this.calls = calls;
    this.tasks = tasks;
    this.events = events;
    this.decisions = new DecisionRecorder(session);
    this.results = new ResultRecorder(session);
    this.warnings = session.shared().warnings();
    this.vertx = session.context().owner();
  }

  /**
   * Records a decision for everything that is paused, whatever else is worked on. Within a task.
   *
   * @return the resolution; empty if the request is a clear and nothing is paused
   */
  Future<Optional<Resolution>> recordNow(ResolutionRequest request) {
    return decisions
        .recordNow(request)
        .map(
            recorded -> {
              recorded
                  .map(Resolution::id)
                  .filter(request.resolutionId()::equals)
                  .ifPresent(untouched::add);
              return recorded;
            });
  }

  /** The event for a resolution that is recorded and not finished. */
  ResolutionEvent unfinished(Resolution oldest) {
    return untouched.contains(oldest.id())
        ? state -> state.onUntouched(oldest)
        : state -> state.onUnfinished(oldest);
  }

  /** The resolution that is moving or finishing, with its durable counts. */
  Optional<Resolution> reported() {
    return Optional.ofNullable(publisher).map(ProgressPublisher::resolution);
  }

  @Override
  public void recordDecision(ResolutionEffect.RecordDecision effect) {
    run(
        Duration.ZERO,
        () ->
            session
                .settle()
                .compose(settled -> session.load())
                .compose(exists -> recordDecision(effect, exists))
                .map(this::report),
        cause -> state -> state.onRecordFailed(cause));
  }

  private Future<ResolutionEvent> recordDecision(
      ResolutionEffect.RecordDecision effect, boolean exists) {
    if (exists && !session.state().unfinished().isEmpty()) {
      Resolution oldest = session.state().unfinished().get(0);
      return Future.succeededFuture(unfinished(oldest));
    }
    return decisions.record(effect.request(), effect.match(), calls::recorded);
  }

  /** Looks the executions up beside the tasks, since it takes long where they are many. */
  @Override
  public void match(ResolutionEffect.Match effect) {
    after(
        effect.delay(),
        () -> {
          Future<Boolean> loaded = session.load();
          Future<MatchedSelection> match =
              loaded.compose(exists -> MatchedSelection.of(session, effect.selection()));
          match.onComplete(
              done ->
                  run(
                      Duration.ZERO,
                      () -> match.map(found -> report(state -> state.onMatched(found))),
                      this::matchFailed));
          return loaded;
        });
  }

  private ResolutionEvent matchFailed(Throwable cause) {
    warnings.warn(
        "looking up the reviewed executions of automation {} failed: {}", session.id(), cause);
    return state -> state.onMatchFailed(cause);
  }

  @Override
  public void move(ResolutionEffect.Move effect) {
    run(
        effect.delay(),
        () -> session.load().map(exists -> startRunner(effect.scope())),
        cause -> {
          warnings.warn(
              "resolution {} does not move executions yet, trying again: {}",
              effect.scope().resolution().id(),
              cause);
          return state -> state.onMoveFailed(cause);
        });
  }

  private ResolutionRunner startRunner(MoveScope scope) {
    Resolution resolution = scope.resolution();
    untouched.remove(resolution.id());
    if (scope.resumed()) {
      LOG.info("resolution {} of automation {} is resumed", resolution.id(), session.id());
    }
    SegmentIndex segments = session.state().segments();
    ProgressPublisher progress = new ProgressPublisher(session, resolution);
    ResolutionRunner started =
        new ResolutionRunner(
            new ResolutionProgress(resolution, scope.segmentIds(segments), scope.slots()),
            session.shared(),
            session.context(),
            progress::onResolved,
            segments::known);
    runner = started;
    publisher = progress;
    progress.start();
    long timer = vertx.setPeriodic(PROGRESS_MILLIS, tick -> progress.publish(started.resolution()));
    started
        .start()
        .onComplete(
            // Also when it is stopped, so that the timer ends.
            visited -> {
              vertx.cancelTimer(timer);
              progress.end();
              tasks.accept(() -> moved(visited.result()));
            });
    return started;
  }

  private Future<?> moved(ResolutionProgress progress) {
    runner = null;
    report(state -> state.onMoved(ResolutionResult.of(progress)));
    return Future.succeededFuture();
  }

  @Override
  public void stopMoving() {
    if (runner != null) {
      runner.stop();
      runner = null;
      publisher = null;
    }
  }

  @Override
  public void recordResult(ResolutionEffect.RecordResult effect) {
    run(
        effect.delay(),
        () ->
            results
                .record(effect.result())
                .map(
                    finished -> {
                      publisher = null;
                      session.shared().telemetry().resolved(finished);
                      return report(state -> state.onFinished(finished));
                    }),
        cause -> {
          warnings.warn(
              "resolution {} is done but not recorded as finished, trying again: {}",
              effect.result().resolution().id(),
              cause);
          return state -> state.onFinishFailed(cause);
        });
  }

  @Override
  public void requeue(ResolutionEffect.Requeue effect) {
    calls.requeue(effect.request());
  }

  @Override
  public void complete(ResolutionEffect.Complete effect) {
    calls.reply(effect.resolutionId(), Future.succeededFuture(effect.finished()));
  }

  @Override
  public void fail(ResolutionEffect.Fail effect) {
    calls.reply(effect.resolutionId(), Future.failedFuture(effect.cause()));
  }

  @Override
  public void failAll(ResolutionEffect.FailAll effect) {
    calls.failAll(effect.cause());
  }

  /** Runs a task that reports its own event, and reports {@code onFailure} if it fails. */
  private void run(
      Duration delay, Supplier<Future<?>> task, Function<Throwable, ResolutionEvent> onFailure) {
    after(
        delay,
        () ->
            Future.succeededFuture()
                .compose(now -> task.get())
                .transform(
                    done -> {
                      if (done.failed()) {
                        report(onFailure.apply(done.cause()));
                      }
                      return Future.succeededFuture();
                    }));
  }

  private void after(Duration delay, Supplier<Future<?>> task) {
    if (delay.isZero()) {
      tasks.accept(task);
    } else {
      vertx.setTimer(delay.toMillis(), tick -> tasks.accept(task));
    }
  }

  private ResolutionEvent report(ResolutionEvent event) {
    events.accept(event);
    return event;
  }
}
