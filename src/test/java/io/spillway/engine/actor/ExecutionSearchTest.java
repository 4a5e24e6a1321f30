package io.spillway.engine.actor;

import static io.spillway.domain.execution.ExecutionState.PAUSED_BY_CIRCUIT_BREAKER;
import static io.spillway.domain.execution.ExecutionState.PENDING;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.engine.search.ExecutionPage;
import io.spillway.engine.search.ExecutionQuery;
import io.spillway.engine.search.ExecutionView;
import io.spillway.store.ExecutionStore.Created;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExecutionSearchTest extends ActorTestCase {
  @Test
  void pagesThroughOneAutomationWithoutGapOrRepeatWhileOthersArrive() {
    String id = automation(BreakerLimit.OFF);
    List<Long> ids = node.fire(id, 2_500);
    List<Long> seen = new ArrayList<>();
    Optional<Created> from = Optional.of(Created.LATEST);
    while (from.isPresent()) {
      ExecutionPage page = page(Set.of(id), 0, "", Set.of(), from.get(), 100);
      page.executions().forEach(view -> seen.add(view.status().executionId()));
      from = page.next();
      node.fire(id, 10);
    }
    Collections.reverse(seen);
    assertThat(seen).isEqualTo(ids);
  }

  @Test
  void findsOnlyTheStatesAskedFor() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 3_000);
    assertThat(all(Set.of(id), PENDING.bit(), "", Set.of())).hasSize(10);
    assertThat(all(Set.of(id), PAUSED_BY_CIRCUIT_BREAKER.bit(), "", Set.of())).hasSize(2_990);
    assertThat(all(Set.of(id), ExecutionState.DONE.bit(), "", Set.of())).isEmpty();
  }

  @Test
  void walksAllAutomationsNewestFirst() {
    String first = automation(BreakerLimit.OFF);
    String second = automation(TEN_AN_HOUR);
    String third = automation(BreakerLimit.OFF);
    for (int i = 0; i < 30; i++) {
      node.fire(first, 3);
      clock.advance(Duration.ofMillis(1));
      node.fire(second, 2);
      node.fire(third, 1);
    }
    List<ExecutionView> both = all(Set.of(first, second), 0, "", Set.of());
    assertThat(both).hasSize(150).doesNotHaveDuplicates();
    assertThat(both)
        .isSortedAccordingTo(
            (a, b) -> Long.compare(b.fact().createdAtMillis(), a.fact().createdAtMillis()));
    assertThat(all(Set.of(first, second), PAUSED_BY_CIRCUIT_BREAKER.bit(), "", Set.of()))
        .hasSize(50)
        .allMatch(view -> view.automationId().equals(second));
  }

  @Test
  void filtersByWhatTheContextHolds() {
    String id = automation(BreakerLimit.OFF);
    trigger(id, "{\"user_id\":\"u-1\",\"note\":\"Offboarding\"}");
    trigger(id, "{\"user_id\":\"u-2\",\"note\":\"onboarding\"}");
    assertThat(all(Set.of(id), 0, "", Set.of("u-2"))).hasSize(1);
    assertThat(all(Set.of(id), 0, "offBOARD", Set.of())).hasSize(1);
    assertThat(all(Set.of(id), 0, "boarding", Set.of("u-1", "u-2"))).hasSize(2);
    assertThat(all(Set.of(id), 0, "nothing", Set.of())).isEmpty();
  }

  @Test
  void findsOneByItsId() {
    String id = automation(TEN_AN_HOUR);
    long executionId = node.fire(id, 11).get(10);
    ExecutionView view =
        node.searches.executions().find(executionId).toCompletableFuture().join().orElseThrow();
    assertThat(view.automationId()).isEqualTo(id);
    assertThat(view.status().state()).isEqualTo(PAUSED_BY_CIRCUIT_BREAKER);
    assertThat(node.searches.executions().find(executionId + 1).toCompletableFuture().join())
        .isEmpty();
    assertThat(node.searches.executions().find(1L << 50).toCompletableFuture().join()).isEmpty();
  }

  private void trigger(String id, String context) {
    send(id, new AutomationCommand.Execute(context.getBytes(StandardCharsets.UTF_8), "test"));
  }

  private List<ExecutionView> all(
      Set<String> automations, int states, String text, Set<String> subjects) {
    List<ExecutionView> all = new ArrayList<>();
    Optional<Created> from = Optional.of(Created.LATEST);
    while (from.isPresent()) {
      ExecutionPage page = page(automations, states, text, subjects, from.get(), 70);
      all.addAll(page.executions());
      from = page.next();
    }
    return all;
  }

  private ExecutionPage page(
      Set<String> automations,
      int states,
      String text,
      Set<String> subjects,
      Created from,
      int limit) {
    return node.searches
        .executions()
        .page(new ExecutionQuery(automations, states, text, subjects, from, limit))
        .toCompletableFuture()
        .join();
  }
}
