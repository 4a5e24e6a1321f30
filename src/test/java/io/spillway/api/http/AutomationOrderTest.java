package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.api.http.AutomationOrder.SortField;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.store.AutomationRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutomationOrderTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({"true, never early late", "false, late early never"})
  void whatWasNeverExecutedComesBeforeWhatWas(boolean ascending, String ids) {
    AutomationOrder order = new AutomationOrder(SortField.LAST_EXECUTED_AT, ascending);
    Stream<AutomationRecord> rows =
        Stream.of(
            executed("late", Optional.of(AT.plusMillis(10))),
            executed("never", Optional.empty()),
            executed("early", Optional.of(AT.plusMillis(9))));

    assertThat(rows.map(order::cursorOf).sorted(order.comparator()).map(AutomationOrderTest::idIn))
        .containsExactly(ids.split(" ", -1));
  }

  private static String idIn(String cursor) {
    return cursor.substring(cursor.lastIndexOf(' ') + 1);
  }

  private static AutomationRecord executed(String id, Optional<Instant> at) {
    return new AutomationRecord(ApiServer.automation(id, AT), BreakerState.initial(AT), at, 1, 1);
  }
}
