package io.spillway.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampledEventsTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final int MAX_KEYS = 60;
  private static final int MAX_OF_GROUP = 20;

  private final SettableClock clock = new SettableClock(START);
  private final SampledEvents events = new SampledEvents("others", MAX_KEYS, MAX_OF_GROUP, clock);

  @Test
  void theFirstIsARowAtOnceAndThoseOfTheMinuteAfterItAreTheNext() {
    assertThat(add(event("a", "1")))
        .hasValueSatisfying(
            row -> {
              assertThat(row.count()).isEqualTo(1);
              assertThat(row.first()).isEqualTo(START);
              events.onWrite(row, true);
            });
    clock.advance(Duration.ofSeconds(20));
    assertThat(add(event("a", "1"))).isEmpty();
    clock.advance(Duration.ofSeconds(39));
    assertThat(add(event("a", "1"))).isEmpty();
    assertThat(events.due()).isEmpty();
    clock.advance(Duration.ofSeconds(1));

    assertThat(events.due())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.count()).isEqualTo(2);
              assertThat(row.first()).isEqualTo(START.plusSeconds(20));
              assertThat(row.last()).isEqualTo(START.plusSeconds(59));
            });
    assertThat(events.due()).isEmpty();
  }

  @Test
  void anEventAfterTheMinuteIsARowWithThoseBeforeIt() {
    add(event("a", "1")).ifPresent(row -> events.onWrite(row, true));
    add(event("a", "1"));
    clock.advance(SampledSeries.PERIOD);

    assertThat(add(event("a", "1")))
        .hasValueSatisfying(row -> assertThat(row.count()).isEqualTo(2));
  }

  @Test
  void whatIsOverIsForgottenAndItsNextEventIsARowAtOnceAgain() {
    add(event("a", "1")).ifPresent(row -> events.onWrite(row, true));
    clock.advance(SampledSeries.PERIOD);
    assertThat(events.due()).isEmpty();
    assertThat(events.keys()).isZero();

    assertThat(add(event("a", "1"))).isPresent();
  }

  @Test
  void aClockThatIsSetBackKeepsNothingWaiting() {
    add(event("a", "1")).ifPresent(row -> events.onWrite(row, true));
    add(event("a", "1"));
    clock.set(START.minus(Duration.ofHours(1)));

    assertThat(events.due()).singleElement().extracting(SampledRow::count).isEqualTo(1L);
  }

  @Test
  void keysAreCountedApart() {
    assertThat(add(event("a", "1"))).isPresent();
    assertThat(add(event("a", "2"))).isPresent();
    assertThat(add(event("b", "1"))).isPresent();
    assertThat(add(event("a", "1"))).isEmpty();

    assertThat(events.rest()).singleElement().extracting(SampledRow::count).isEqualTo(1L);
  }

  @Test
  void aGroupTakesOnlyAPartOfTheKeys() {
    for (int i = 0; i < 1_000; i++) {
      add(event("flood", "" + i));
    }

    assertThat(events.keys()).isEqualTo(MAX_OF_GROUP + 1);
    assertThat(add(event("b", "1")))
        .hasValueSatisfying(row -> assertThat(row.example().actor()).isEqualTo("b"));
    assertThat(events.rest())
        .singleElement()
        .satisfies(
            rest -> {
              assertThat(rest.example().key()).isEqualTo(new SampledEvent.Key("flood", "rest"));
              assertThat(rest.count()).isEqualTo(1_000 - MAX_OF_GROUP - 1);
            });
  }

  @Test
  void aHundredThousandAddressesFillNeitherTheMemoryNorTheLog() {
    int minutes = 10;
    long rows = 0;
    long counted = 0;
    for (int minute = 0; minute < minutes; minute++) {
      List<SampledRow> made = new ArrayList<>(events.due());
      for (int i = 0; i < 100_000; i++) {
        add(event("10." + minute + "." + i, "no token")).ifPresent(made::add);
      }
      made.forEach(row -> events.onWrite(row, true));
      assertThat(made).hasSizeLessThanOrEqualTo(MAX_KEYS + 1);
      assertThat(events.keys()).isLessThanOrEqualTo(MAX_KEYS + 1);
      rows += made.size();
      counted += made.stream().mapToLong(SampledRow::count).sum();
      clock.advance(SampledSeries.PERIOD);
    }
    counted += events.rest().stream().mapToLong(SampledRow::count).sum();

    assertThat(rows).isLessThanOrEqualTo((MAX_KEYS + 1L) * minutes);
    assertThat(counted).isEqualTo(100_000L * minutes);
  }

  @Test
  void aRowThatWasNotWrittenIsDueAgainAndTheOthersAreCounted() {
    SampledRow row = add(event("a", "1")).orElseThrow();
    clock.advance(SampledSeries.PERIOD);
    assertThat(add(event("a", "1"))).isEmpty();
    assertThat(events.due()).as("while it is being written").isEmpty();

    events.onWrite(row, false);

    assertThat(events.due()).containsExactly(row);
    assertThat(events.due()).as("while it is being written again").isEmpty();
    events.onWrite(row, true);
    assertThat(events.due()).singleElement().extracting(SampledRow::count).isEqualTo(1L);
  }

  @Test
  void theRestIsWhatIsNotWrittenDueOrNot() {
    SampledRow failed = add(event("a", "1")).orElseThrow();
    events.onWrite(failed, false);
    add(event("b", "1")).ifPresent(row -> events.onWrite(row, true));
    add(event("b", "1"));
    add(event("c", "1"));
    add(event("c", "1"));

    assertThat(events.rest())
        .extracting(row -> row.example().actor())
        .containsExactly("a", "b", "c");
    assertThat(events.rest()).isEmpty();
    assertThat(events.keys()).isZero();
  }

  @Test
  void everyEventIsInExactlyOneRowWhateverHappens() {
    Random random = new Random(7);
    long written = 0;
    long added = 0;
    for (int step = 0; step < 20_000; step++) {
      clock.advance(Duration.ofSeconds(random.nextInt(3)));
      List<SampledRow> rows = new ArrayList<>();
      add(event("g" + random.nextInt(50), "k" + random.nextInt(50))).ifPresent(rows::add);
      added++;
      if (random.nextInt(10) == 0) {
        rows.addAll(events.due());
      }
      for (SampledRow row : rows) {
        boolean isWritten = random.nextInt(4) > 0;
        written += isWritten ? row.count() : 0;
        events.onWrite(row, isWritten);
      }
    }
    written += events.rest().stream().mapToLong(SampledRow::count).sum();

    assertThat(written).isEqualTo(added);
  }

  private Optional<SampledRow> add(SampledEvent event) {
    return events.add(event, event(event.key().group(), "rest"));
  }

  private static SampledEvent event(String group, String id) {
    return new SampledEvent(new SampledEvent.Key(group, id), group, "It happened", Map.of());
  }
}
