package io.spillway.engine.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobIndexTest {
  private final JobIndex index = new JobIndex();

  @Test
  void theAutomationThatWaitsForTheLongestComesFirst() {
    index.update("a", Map.of("t", new JobDepth(1, 0, 30)));
    index.update("b", Map.of("t", new JobDepth(1, 0, 10), "u", new JobDepth(1, 0, 5)));
    index.update("c", Map.of("u", new JobDepth(1, 0, 20)));
    index.update("d", Map.of("t", new JobDepth(0, 4, 0)));

    assertThat(index.withReady(Set.of("t", "u"), Set.of(), 10)).containsExactly("b", "c", "a");
    assertThat(index.withReady(Set.of("t"), Set.of(), 1)).containsExactly("b");
    assertThat(index.withReady(Set.of("v"), Set.of(), 1)).isEmpty();
  }

  @Test
  void onlyTheScopeIsLookedAt() {
    index.update("a", Map.of("t", new JobDepth(1, 0, 30)));
    index.update("b", Map.of("t", new JobDepth(1, 0, 10)));

    assertThat(index.withReady(Set.of("t"), Set.of("a", "z"), 10)).containsExactly("a");
  }

  @Test
  void whatIsLeasedOrRemovedIsNotFound() {
    index.update("a", Map.of("t", new JobDepth(1, 0, 30)));
    index.update("b", Map.of("t", new JobDepth(1, 0, 10)));

    index.update("a", Map.of("t", new JobDepth(0, 1, 0)));
    index.remove("b");

    assertThat(index.withReady(Set.of("t"), Set.of(), 10)).isEmpty();
    assertThat(index.totals()).containsExactly(Map.entry("t", new JobDepth(0, 1, 0)));
    index.update("a", Map.of());
    assertThat(index.totals()).isEmpty();
  }

  @Test
  void totalsAreThoseOfAllAutomations() {
    index.update("a", Map.of("t", new JobDepth(Integer.MAX_VALUE, 1, 30)));
    index.update("b", Map.of("t", new JobDepth(2, 3, 10)));
    index.setAside("b", Set.of("t"));

    assertThat(index.totals())
        .containsExactly(Map.entry("t", new JobDepth(Integer.MAX_VALUE, 4, 10)));
  }

  @Test
  void whatIsSetAsideIsFoundAgainWhenItChangesOrLater() {
    index.update("a", Map.of("t", new JobDepth(1, 0, 30)));
    index.update("b", Map.of("t", new JobDepth(1, 0, 40)));
    index.setAside("a", Set.of("t"));
    index.setAside("b", Set.of("t", "u"));
    assertThat(index.withReady(Set.of("t"), Set.of(), 10)).isEmpty();
    assertThat(index.withReady(Set.of("t"), Set.of("a"), 10)).isEmpty();

    index.update("b", Map.of("t", new JobDepth(1, 0, 40)));
    assertThat(index.withReady(Set.of("t"), Set.of(), 10)).containsExactly("b");

    index.tryAgain();
    assertThat(index.withReady(Set.of("t"), Set.of(), 10)).containsExactly("a", "b");
  }

  @Test
  void theListenerIsToldByHowMuchTheReadyJobsRise() {
    List<String> told = new ArrayList<>();
    index.listen((automation, type, more) -> told.add(automation + " " + type + " " + more));

    index.update("a", Map.of("t", new JobDepth(3, 0, 30)));
    index.update("a", Map.of("t", new JobDepth(1, 2, 30)));
    index.update("a", Map.of("t", new JobDepth(2, 1, 30)));

    assertThat(told).containsExactly("a t 3", "a t 1");
  }

  @Test
  void negativeCountsAreRefused() {
    assertThatThrownBy(() -> new JobDepth(-1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ready is -1, must not be negative");
  }
}
