package io.spillway.engine.actor;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.execution.Slots;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.ResolutionProgress;
import io.spillway.domain.resolution.Selection;
import io.spillway.engine.event.AuditEvents;
import io.spillway.engine.search.PausedSet;
import io.spillway.store.AutomationCommit;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resolutions of one automation, one after the other.
 *
 * <p>A resolution takes two turns of the actor, its record with the reset of the breaker, and its
 * outcome with the audit row; between them its walk goes on beside other turns. The second turn is
 * tried until the store takes it: what has been moved must be told. Runs on the actor's context.
 */
final class ResolutionLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(ResolutionLifecycle.class);
  private static final long PROGRESS_MILLIS = 100;
  private static final long RETRY_MILLIS = 500;
  private static final String DELETED = "automation deleted";

  private final Vertx vertx;
  private final AutomationSession owned;
  private final Consumer<Supplier<Future<?>>> turns;
  private final ResolutionStarter start;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Map<String, Promise<Resolution>> unanswered = new HashMap<>();
  private @Nullable ResolutionRunner walk;
  private @Nullable Throwable abandoned;
  private boolean starting;

  /**
   * @param vertx for timers
   * @param owned the automation
   * @param turns takes what is to run as a turn of the actor, before waiting commands
   */
  ResolutionLifecycle(Vertx vertx, AutomationSession owned, Consumer<Supplier<Future<?>>> turns) {
    this.vertx = vertx;
    this.owned = owned;
    this.turns = turns;
    this.start = new ResolutionStarter(owned);
  }

  /** A resolution that was asked for and has not begun. */
  private record Waiting(ResolutionStarter.Asked asked, Promise<Resolution> finished) {}

  /** Resolves what is held, when those asked for earlier are done. */
  Future<Resolution> resolve(AutomationCommand.ResolvePaused command) {
    return add(
        new ResolutionStarter.Asked(command.resolutionId(), command.order(), command.key(), false));
  }

  /** Deletes the automation and cancels what it holds. */
  Future<Resolution> delete(String actor, String resolutionId) {
    Resolution.Order order = new Resolution.Order(Decision.CANCEL, DELETED, actor);
    return add(new ResolutionStarter.Asked(resolutionId, order, Optional.empty(), true));
  }

  private Future<Resolution> add(ResolutionStarter.Asked asked) {
    if (unanswered.containsKey(asked.resolutionId())) {
      return outcome(asked.resolutionId());
    }
    Promise<Resolution> finished = unanswered(asked.resolutionId());
    waiting.add(new Waiting(asked, finished));
    startNext();
    return finished.future();
  }

  private Promise<Resolution> unanswered(String resolutionId) {
    Promise<Resolution> finished = Promise.promise();
    unanswered.put(resolutionId, finished);
    return finished;
  }

  /** How a resolution that is recorded ends; if nobody is at it here, somebody else is. */
  private Future<Resolution> outcome(String resolutionId) {
    Promise<Resolution> finished = unanswered.get(resolutionId);
    return finished == null
        ? Future.failedFuture(new AutomationMovedException(owned.id()))
        : finished.future();
  }

  /**
   * The outcome of a resolution that may have been asked for before: empty if it was never
   * recorded, else a future, which may take long.
   */
  Future<Optional<Future<Resolution>>> askedBefore(String resolutionId) {
    if (unanswered.containsKey(resolutionId)) {
      return Future.succeededFuture(Optional.of(outcome(resolutionId)));
    }
    return owned
        .recorded(resolutionId)
        .map(
            recorded ->
                recorded.map(
                    known -> known.isDone() ? Future.succeededFuture(known) : outcome(known.id())));
  }

  /**
   * Leaves what is recorded to the next owner, and what is not to whoever asked for it. What is on
   * its way to segments still arrives; it does what the next owner would have it do.
   */
  void abandon(Throwable cause) {
    abandoned = cause;
    if (walk != null) {
      walk.stop();
      walk = null;
    }
    waiting.clear();
    List.copyOf(unanswered.values()).forEach(finished -> finished.tryFail(cause));
    unanswered.clear();
  }

  /** Whether a resolution is under way or waiting. */
  boolean isActive() {
    return walk != null || starting || !waiting.isEmpty();
  }

  /** The resolution under way with its counts so far. */
  Optional<Resolution> running() {
    return Optional.ofNullable(walk).map(ResolutionRunner::resolution);
  }

  /**
   * Goes on with a resolution that was recorded and not finished, if nobody is at it. It visits
   * every segment: those it has been to answer what they answered then.
   */
  void resume(Resolution resolution) {
    if (walk != null || starting || abandoned != null) {
      return;
    }
    LOG.info("resolution {} of automation {} goes on", resolution.id(), owned.id());
    Optional<Selection> selection = resolution.order().selection();
    if (selection.isEmpty()) {
      walk(resolution, owned.state().book().all(), everything -> Slots.ALL);
      return;
    }
    starting = true;
    owned.held(selection.get()).onComplete(found -> turns.accept(() -> resume(resolution, found)));
  }

  private Future<?> resume(Resolution resolution, AsyncResult<PausedSet> found) {
    return owned
        .load()
        .transform(
            loaded -> {
              starting = false;
              if (abandoned != null) {
                return Future.succeededFuture();
              }
              if (loaded.succeeded() && found.succeeded()) {
                walk(resolution, owned.state().book().all(), found.result()::in);
              } else {
                LOG.warn(
                    "resolution {} waits for what it is to resolve: {}",
                    resolution.id(),
                    String.valueOf(loaded.failed() ? loaded.cause() : found.cause()));
                vertx.setTimer(RETRY_MILLIS, tick -> turns.accept(this::resumeUnfinished));
              }
              return Future.succeededFuture();
            });
  }

  private Future<?> resumeUnfinished() {
    return owned
        .load()
        .map(
            exists -> {
              if (exists) {
                owned.state().unfinished().ifPresent(this::resume);
              }
              return exists;
            });
  }

  private void startNext() {
    Waiting next = waiting.peek();
    if (walk != null || starting || next == null) {
      return;
    }
    waiting.remove();
    starting = true;
    turns.accept(() -> start(next, Optional.empty()));
  }

  /** Starts what was asked for; what is to be chosen first is looked for, and this done again. */
  private Future<Void> start(Waiting next, Optional<MatchedSelection> chosen) {
    return owned
        .settle()
        .compose(settled -> owned.load())
        .compose(
            exists -> {
              if (exists && owned.state().unfinished().isPresent()) {
                starting = false;
                waiting.addFirst(next);
                resume(owned.state().unfinished().get());
                return Future.succeededFuture();
              }
              return start
                  .of(next.asked, chosen)
                  .compose(
                      begun -> {
                        goOn(next, begun, chosen);
                        return Future.<Void>succeededFuture();
                      });
            })
        .transform(
            tried -> {
              if (tried.failed()) {
                end(next, Future.failedFuture(tried.cause()));
              }
              return Future.succeededFuture();
            });
  }

  private void goOn(
      Waiting next, ResolutionStarter.Start begun, Optional<MatchedSelection> chosen) {
    if (begun instanceof ResolutionStarter.Repeated repeated) {
      end(next, Future.succeededFuture(repeated.resolution()));
    } else if (begun instanceof ResolutionStarter.Choosing choosing) {
      choosing.chosen().onComplete(found -> turns.accept(() -> startWith(next, found)));
    } else if (begun instanceof ResolutionStarter.Begun fresh) {
      starting = false;
      if (abandoned == null) {
        walk(fresh.resolution(), chosen);
      }
    }
  }

  private Future<?> startWith(Waiting next, AsyncResult<MatchedSelection> chosen) {
    if (abandoned != null) {
      starting = false;
      return Future.succeededFuture();
    }
    if (chosen.failed()) {
      end(next, Future.failedFuture(chosen.cause()));
      return Future.succeededFuture();
    }
    return start(next, Optional.of(chosen.result()));
  }

  /** What was asked for begins no resolution. */
  private void end(Waiting next, Future<Resolution> answer) {
    starting = false;
    unanswered.remove(next.asked.resolutionId());
    answer.onComplete(next.finished::handle);
    startNext();
  }

  private void walk(Resolution resolution, Optional<MatchedSelection> chosen) {
    if (chosen.isPresent()) {
      PausedSet found = chosen.get().found();
      walk(resolution, new TreeSet<>(found.bySegment().keySet()), found::in);
    } else {
      walk(resolution, owned.state().book().holding(), everything -> Slots.ALL);
    }
  }

  private void walk(Resolution resolution, Collection<Long> segmentIds, LongFunction<Slots> slots) {
    if (!unanswered.containsKey(resolution.id())) {
      unanswered(resolution.id());
    }
    long epoch = owned.state().record().epoch();
    ProgressPublisher news = new ProgressPublisher(owned, resolution);
    ResolutionRunner started =
        new ResolutionRunner(
            new ResolutionProgress(resolution, segmentIds, slots),
            owned.shared(),
            owned.context(),
            news::onResolved,
            owned.state().book()::known);
    walk = started;
    news.publish(resolution);
    long progress = vertx.setPeriodic(PROGRESS_MILLIS, tick -> news.publish(started.resolution()));
    started
        .start()
        .onComplete(
            // Also when it was stopped, so that the timer ends.
            over -> {
              vertx.cancelTimer(progress);
              news.publish(started.resolution());
              turns.accept(() -> finish(started, epoch));
            });
  }

  /** Makes the outcome durable with its audit row, however often that takes. */
  private Future<?> finish(ResolutionRunner over, long epoch) {
    if (abandoned != null) {
      return Future.succeededFuture();
    }
    Resolution counted = over.resolution();
    return owned
        .load()
        .compose(exists -> concludedMeanwhile(counted.id(), epoch))
        .compose(
            done -> done.isPresent() ? Future.succeededFuture(done.get()) : conclude(over, counted))
        .transform(
            concluded -> {
              if (concluded.succeeded()) {
                walk = null;
                owned.shared().telemetry().resolved(concluded.result());
                Promise<Resolution> finished = unanswered.remove(counted.id());
                if (finished != null) {
                  finished.tryComplete(concluded.result());
                }
                startNext();
              } else if (concluded.cause() instanceof AutomationMovedException moved) {
                abandon(moved);
              } else {
                LOG.warn(
                    "resolution {} is done but not yet recorded as such, trying again: {}",
                    counted.id(),
                    concluded.cause().getMessage());
                vertx.setTimer(RETRY_MILLIS, tick -> turns.accept(() -> finish(over, epoch)));
              }
              return Future.succeededFuture();
            });
  }

  /**
   * Who had the automation since the walk began, if anybody had, may have brought it to its end.
   */
  private Future<Optional<Resolution>> concludedMeanwhile(String resolutionId, long epoch) {
    return owned.state().record().epoch() == epoch
        ? Future.succeededFuture(Optional.empty())
        : owned.recorded(resolutionId).map(recorded -> recorded.filter(Resolution::isDone));
  }

  private Future<Resolution> conclude(ResolutionRunner over, Resolution counted) {
    AutomationState before = owned.state();
    Instant at = before.breaker().monotonic(owned.now());
    Resolution done = counted.finished(counted.counts(), at);
    AuditEvent event = AuditEvents.resolved(done, over.failures(), over.failedSegments());
    return owned
        .commit(
            AutomationCommit.breaking(
                    before.record().next(before.record().breaker()),
                    Optional.of(done),
                    List.of(event))
                .failing(over.failedSegments()),
            before.breaker())
        .map(done);
  }
}
