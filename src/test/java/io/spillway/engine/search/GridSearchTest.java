package io.spillway.engine.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.RunnerSettings;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.engine.grid.Grid;
import io.spillway.engine.grid.GridSettings;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import io.spillway.store.BlockingWait;
import io.spillway.store.ExecutionStore;
import io.spillway.store.ExecutionStore.Created;
import io.spillway.store.Store;
import io.spillway.store.sql.SqliteStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a search holds in memory: contexts are up to a mebibyte each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GridSearchTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final int LARGE = 1_000_000;
  private static final int EXECUTIONS = 40;

  private final Store store =
      SqliteStore.inMemory("search", Clock.systemUTC(), new SimpleMeterRegistry());
  private final Grid grid = Grid.start(GridSettings.alone(0), store);
  private final SearchThreads threads = new SearchThreads();
  private final List<Integer> factsAtOnce = new ArrayList<>();
  private final GridSearch search =
      new GridSearch(grid.segments(), noting(store.executions()), threads);

  @BeforeAll
  void createExecutionsWithLargeContexts() {
    Automation automation =
        new Automation(
            "a",
            new Automation.Profile("a", "", ""),
            true,
            false,
            Automation.Document.EMPTY,
            Map.of(),
            BreakerLimit.OFF,
            RunnerSettings.EXTERNAL,
            1,
            START,
            Optional.empty());
    AutomationRecord record = AutomationRecord.created(automation, BreakerState.initial(START));
    byte[] context = ("{\"n\":\"" + "x".repeat(LARGE) + "\"}").getBytes(StandardCharsets.UTF_8);
    List<ExecutionFact> facts =
        IntStream.range(0, EXECUTIONS)
            .mapToObj(
                slot ->
                    new ExecutionFact(
                        ExecutionIds.of(1, slot), START.toEpochMilli(), 0, 1, "ada", context))
            .toList();
    BlockingWait.on(
        store
            .automations()
            .commit(
                new AutomationCommit(
                    record, true, List.of(1L), facts, Optional.empty(), List.of())));
  }

  @AfterAll
  void close() {
    threads.close();
    grid.close();
    store.close();
  }

  @Test
  void aPageOfLargeContextsEndsEarlyAndTheNextGoesOnWithoutGapOrRepeat() {
    List<Long> seen = new ArrayList<>();
    Optional<Created> from = Optional.of(Created.LATEST);
    while (from.isPresent()) {
      ExecutionPage page = page("", Set.of(), from.get());
      assertThat(page.executions())
          .hasSizeLessThanOrEqualTo((int) (GridSearch.MAX_PAGE_BYTES / LARGE));
      page.executions().forEach(view -> seen.add(view.status().executionId()));
      from = page.next();
    }
    assertThat(seen)
        .isEqualTo(
            IntStream.rangeClosed(1, EXECUTIONS)
                .mapToObj(i -> ExecutionIds.of(1, EXECUTIONS - i))
                .toList());
  }

  @Test
  void aPageOfGivenExecutionsEndsEarlyToo() {
    Set<Long> ids =
        IntStream.range(0, EXECUTIONS)
            .mapToObj(slot -> ExecutionIds.of(1, slot))
            .collect(Collectors.toSet());
    List<Long> seen = new ArrayList<>();
    factsAtOnce.clear();
    Optional<Created> from = Optional.of(Created.LATEST);
    while (from.isPresent()) {
      ExecutionQuery query = new ExecutionQuery(Set.of(), 0, "", Set.of(), from.get(), 100);
      ExecutionPage page = search.page(ids, query).toCompletableFuture().join();
      assertThat(page.contextBytes()).isLessThanOrEqualTo(GridSearch.MAX_PAGE_BYTES);
      page.executions().forEach(view -> seen.add(view.status().executionId()));
      from = page.next();
    }
    assertThat(seen).hasSize(EXECUTIONS).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(factsAtOnce).as("large contexts in memory at once").allMatch(read -> read <= 2);
  }

  @Test
  void contextsOfGivenExecutionsAreReadOfThoseThatMatchOnly() {
    factsAtOnce.clear();
    ExecutionQuery others =
        new ExecutionQuery(Set.of("another"), 0, "", Set.of(), Created.LATEST, 100);

    ExecutionPage page =
        search.page(Set.of(ExecutionIds.of(1, 0)), others).toCompletableFuture().join();

    assertThat(page.executions()).isEmpty();
    assertThat(factsAtOnce).isEmpty();
  }

  @Test
  void aSearchThatLooksIntoContextsHoldsOnlyAFewOfThem() {
    factsAtOnce.clear();
    assertThat(page("nowhere", Set.of(), Created.LATEST).executions()).isEmpty();
    assertThat(page("", Set.of("nobody"), Created.LATEST).executions()).isEmpty();
    assertThat(factsAtOnce)
        .isNotEmpty()
        .allMatch(contexts -> contexts <= GridSearch.FACTS_PER_READ);
  }

  private ExecutionPage page(String text, Set<String> subjects, Created before) {
    return search
        .page(new ExecutionQuery(Set.of("a"), 0, text, subjects, before, 100))
        .toCompletableFuture()
        .join();
  }

  /** {@code executions}, noting how many facts it is asked for at a time. */
  private ExecutionStore noting(ExecutionStore executions) {
    return (ExecutionStore)
        Proxy.newProxyInstance(
            ExecutionStore.class.getClassLoader(),
            new Class<?>[] {ExecutionStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("facts")) {
                factsAtOnce.add(((Collection<?>) arguments[0]).size());
              }
              try {
                return method.invoke(executions, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }
}
