package io.spillway.domain.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PausedFilterTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void aTimeRangeHasItsBeginningAndNotItsEnd() {
    PausedFilter filter =
        new PausedFilter(Optional.of(NOON), Optional.of(NOON.plusMillis(2)), Map.of());
    assertThat(filter.acceptsCreatedAt(NOON.toEpochMilli() - 1)).isFalse();
    assertThat(filter.acceptsCreatedAt(NOON.toEpochMilli())).isTrue();
    assertThat(filter.acceptsCreatedAt(NOON.toEpochMilli() + 1)).isTrue();
    assertThat(filter.acceptsCreatedAt(NOON.toEpochMilli() + 2)).isFalse();
  }

  @Test
  void everythingIsAcceptedWithoutConditions() {
    assertThat(PausedFilter.ALL.acceptsCreatedAt(0)).isTrue();
    assertThat(PausedFilter.ALL.readsContexts()).isFalse();
  }

  @Test
  void anEmptyTimeRangeIsRefused() {
    assertThatThrownBy(() -> new PausedFilter(Optional.of(NOON), Optional.of(NOON), Map.of()))
        .hasMessageContaining("createdUntil is 2026-03-01T12:00:00Z");
  }

  @Test
  void tooManyFieldsAreRefused() {
    Map<String, String> five = Map.of("a", "1", "b", "1", "c", "1", "d", "1", "e", "1");
    List<ContextCondition> four =
        Collections.nCopies(4, new ContextCondition("f", ContextCondition.Kind.NOT, "1"));
    assertThatThrownBy(() -> new PausedFilter(Optional.empty(), Optional.empty(), five, four))
        .hasMessageContaining("have 9 fields, must be at most 8");
  }

  @Test
  void aLongValueIsRefused() {
    Map<String, String> longValue = Map.of("a", "\"" + "x".repeat(1_023) + "\"");
    assertThatThrownBy(() -> new PausedFilter(Optional.empty(), Optional.empty(), longValue))
        .hasMessageContaining("contextEquals.a has 1025 characters, must be at most 1024");
  }
}
