package io.spillway.engine.actor;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.engine.search.ExecutionQuery;
import io.spillway.engine.search.ExecutionView;
import io.spillway.store.AuditLog;
import io.spillway.store.ExecutionStore;
import io.spillway.store.sql.FaultyStore;
import io.spillway.store.sql.SqliteStore;
import io.spillway.testing.SettableClock;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * A node on a store that fails on demand, shared by the tests of a class; each has its automation.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ActorTestCase {
  static final BreakerLimit TEN_AN_HOUR = new BreakerLimit(10, BreakerPeriod.HOUR);

  private static final AtomicInteger AUTOMATIONS = new AtomicInteger();

  final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
  final FaultyStore store =
      new FaultyStore(SqliteStore.inMemory("actors", clock, new SimpleMeterRegistry()));
  final TestNode node = new TestNode(store, clock);

  @BeforeAll
  void nothingFails() {
    store.heal();
  }

  @AfterEach
  void heal() {
    store.heal();
  }

  @AfterAll
  void close() {
    node.close();
    store.close();
  }

  /** A new automation with this limit. */
  String automation(BreakerLimit limit) {
    String id = "automation-" + AUTOMATIONS.incrementAndGet();
    node.create(id, limit);
    return id;
  }

  <R> R send(String id, AutomationCommand<R> command) {
    return TestNode.await(node.router.send(id, command));
  }

  static boolean succeeds(Future<?> future) {
    return TestNode.await(future.transform(done -> Future.succeededFuture(done.succeeded())));
  }

  static Refusal refusalOf(Future<?> future) {
    return failureOf(future, RefusedException.class).refusal();
  }

  static <E extends Throwable> E failureOf(Future<?> future, Class<E> expected) {
    Throwable failure =
        TestNode.await(
            future.<Throwable>transform(
                done ->
                    Future.succeededFuture(
                        done.failed() ? done.cause() : new AssertionError("it succeeded"))));
    if (expected.isInstance(failure)) {
      return expected.cast(failure);
    }
    throw new AssertionError("expected " + expected + ", was " + failure, failure);
  }

  /** All executions of an automation, newest first. */
  List<ExecutionView> executions(String id) {
    List<ExecutionView> all = new ArrayList<>();
    Optional<ExecutionStore.Created> from = Optional.of(ExecutionStore.Created.LATEST);
    while (from.isPresent()) {
      var page =
          node.searches
              .executions()
              .page(new ExecutionQuery(Set.of(id), 0, "", Set.of(), from.get(), 500))
              .toCompletableFuture()
              .join();
      all.addAll(page.executions());
      from = page.next();
    }
    return all;
  }

  long count(String id, ExecutionState state) {
    return executions(id).stream().filter(view -> view.status().state() == state).count();
  }

  /** The audit rows of an automation, oldest first. */
  List<AuditEvent> auditOf(String id) {
    return store
        .auditLog()
        .page(
            new AuditLog.Query(
                Optional.empty(), Optional.empty(), OptionalLong.empty(), true, 10_000))
        .stream()
        .map(AuditLog.Entry::event)
        .filter(event -> event.automationId().equals(id))
        .toList();
  }
}
