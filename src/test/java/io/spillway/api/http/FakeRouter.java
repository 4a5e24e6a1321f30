package io.spillway.api.http;

import io.spillway.api.http.json.Refusals;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.resolution.Resolution;
import io.spillway.engine.actor.Ack;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.AutomationRouter;
import io.spillway.engine.actor.BreakerReport;
import io.spillway.engine.actor.StartedResolution;
import io.spillway.engine.job.LeasedSteps;
import io.spillway.engine.job.ReportedStep;
import io.spillway.store.AutomationRecord;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Carries commands out on a {@link FakeStore}, as far as a test needs it, and remembers them. */
final class FakeRouter implements AutomationRouter {
  static final Instant NOW = Instant.parse("2026-01-31T12:00:00.500Z");

  final List<AutomationCommand<?>> commands = Collections.synchronizedList(new ArrayList<>());
  volatile Resolution.Counts outcome = new Resolution.Counts(7, 1);
  volatile Optional<Resolution> running = Optional.empty();
  volatile BiFunction<String, AutomationCommand.LeaseSteps, LeasedSteps> leasing =
      (id, command) -> LeasedSteps.NONE;
  volatile Function<AutomationCommand.ReportStep, ReportedStep> reporting =
      command -> ReportedStep.ACCEPTED;
  volatile boolean nothingPaused;
  volatile Optional<Throwable> failure = Optional.empty();
  volatile BiFunction<String, AutomationCommand<?>, Future<?>> before =
      (id, command) -> Future.succeededFuture();
  final Map<String, Counts> counts = new ConcurrentHashMap<>();
  private final FakeStore store;

  /** Of a breaker: admissions in the window, and paused executions. */
  record Counts(long window, long paused) {}

  FakeRouter(FakeStore store) {
    this.store = store;
  }

  @SuppressWarnings("unchecked")
  @Override
  public <R> Future<R> send(String automationId, AutomationCommand<R> command) {
    commands.add(command);
    if (failure.isPresent()) {
      return Future.failedFuture(failure.get());
    }
    return before
        .apply(automationId, command)
        .compose(ready -> Future.succeededFuture((R) carryOut(automationId, command)));
  }

  @Override
  public Future<String> automationOf(long executionId) {
    return executionId == 404
        ? Future.failedFuture(Refusals.notFound("execution 404 does not exist"))
        : Future.succeededFuture("a1");
  }

  /** The latest command, which must be of this type. */
  <C extends AutomationCommand<?>> C latest(Class<C> type) {
    return type.cast(commands.get(commands.size() - 1));
  }

  private Object carryOut(String id, AutomationCommand<?> command) {
    if (command instanceof AutomationCommand.Create create) {
      return store.put(create.automation());
    }
    AutomationRecord record =
        store
            .load(id)
            .filter(stored -> stored.automation().deletedAt().isEmpty())
            .orElseThrow(() -> Automation.unknown(id).asException());
    if (command instanceof AutomationCommand.LeaseSteps lease) {
      return leasing.apply(id, lease);
    }
    if (command instanceof AutomationCommand.ReportStep report) {
      return reporting.apply(report);
    }
    if (command instanceof AutomationCommand.Execute) {
      return 4096L;
    }
    if (command instanceof AutomationCommand.Update update) {
      return store.put(Refusals.checked(() -> update.patch().applyTo(record.automation())));
    }
    if (command instanceof AutomationCommand.Delete) {
      store.put(record.automation().deleted(NOW));
      return Ack.DONE;
    }
    if (command instanceof AutomationCommand.ResolvePaused resolve) {
      return resolution("r9", resolve.order(), Optional.of(NOW)).counting(outcome);
    }
    if (command instanceof AutomationCommand.StartResolution start) {
      return start.clears() && nothingPaused
          ? StartedResolution.NONE
          : new StartedResolution(
              Optional.of(resolution("r9", start.request().order(), Optional.empty())));
    }
    if (command instanceof AutomationCommand.DescribeBreaker) {
      Counts known = counts.getOrDefault(id, new Counts(3, 5));
      return new BreakerReport(
          record.outline(), known.window, List.of(1L, 2L), known.paused, running);
    }
    return Ack.DONE;
  }

  static Resolution resolution(String id, Resolution.Order order, Optional<Instant> finishedAt) {
    return new Resolution(id, "a1", order, 1, 8, Resolution.Counts.NONE, NOW, finishedAt);
  }

  /** Puts the breaker of an automation into this state. */
  void breaker(String id, BreakerState state) {
    store.breaker(id, state);
  }
}
