package io.spillway.engine.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.resolution.ContextCondition;
import io.spillway.domain.resolution.ContextCondition.Kind;
import io.spillway.domain.resolution.PausedFilter;
import io.spillway.domain.resolution.Selection;
import io.spillway.store.SelectionJson;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values are compared by type, exact text and exact decimal value; what a summary shows matches.
 */
class PausedFactFilterTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{\"n\":1970670598291982290}|n|1970670598291982290|1970670598291982291",
        "{\"n\":1.00000000000000000001}|n|1.00000000000000000001|1",
        "{\"n\":100}|n|100|101",
        "{\"n\":1E+2}|n|100|1000",
        "{\"n\":1.0}|n|1|1.5",
        "{\"n\":0.0000001}|n|0.0000001|0",
        "{\"n\":-0.0}|n|0|1",
        "{\"n\":1e400}|n|1e400|1e401",
        "{\"n\":-1.5e-999999999}|n|-1.5e-999999999|0",
        "{\"n\":1e999999999}|n|1e999999999|1e999999998",
        "{\"n\":\"5\"}|n|\"5\"|5",
        "{\"n\":5}|n|5|\"5\"",
        "{\"n\":\" Sales \"}|n|\" Sales \"|\"Sales\"",
        "{\"n\":\"a\\nb\"}|n|\"a\\nb\"|\"a b\"",
        "{\"n\":\"\"}|n|\"\"|\" \"",
        "{\"n\":\"cut \\ud83d\"}|n|\"cut \\ud83d\"|\"cut \\ud83e\"",
        "{\"n\":\"a\\u0000\"}|n|\"a\\u0000\"|\"a\"",
        "{\"\":1}|/|1|2",
        "{\"/a~2\":1}|/~1a~02|1|2",
        "{\"a\":{\"b\":[7,true]}}|/a/b/1|true|false",
        "{\"\\ud83d\":1}|/\ud83d|1|2",
      })
  void whatIsShownMatchesAndNothingElseDoes(
      String context, String field, String shown, String other) {
    JsonObject json = new JsonObject(context);
    ValueCounter counter = new ValueCounter(field);
    counter.add(json);
    counter.keep();

    assertThat(counter.values().top()).containsExactly(new PausedSummary.Counted(shown, 1));
    assertThat(facts(field, Kind.EQUALS, shown).accepts(json)).isTrue();
    assertThat(facts(field, Kind.EQUALS, other).accepts(json)).isFalse();
    assertThat(facts(field, Kind.NOT, shown).accepts(json)).isFalse();
    assertThat(facts(field, Kind.NOT, other).accepts(json)).isTrue();
    assertThat(facts(field, Kind.EXISTS, "true").accepts(json)).isTrue();
    assertThat(facts(field, Kind.EXISTS, "false").accepts(json)).isFalse();
    PausedFilter equals =
        new PausedFilter(Optional.empty(), Optional.empty(), Map.of(field, shown), List.of());
    PausedFilter stored =
        SelectionJson.read(new JsonObject(SelectionJson.of(new Selection(equals, 1, 1)).encode()))
            .filter();
    assertThat(new PausedFactFilter(stored).accepts(json)).isTrue();
  }

  @Test
  void aNumberBeyondEveryRangeIsCountedAsOther() {
    ValueCounter counter = new ValueCounter("n");
    counter.add(new JsonObject("{\"n\":1e9999999999}"));
    counter.add(new JsonObject("{\"n\":1e-9999999999}"));
    counter.keep();

    assertThat(counter.values().top()).isEmpty();
    assertThat(counter.values().otherCount()).isEqualTo(2);
    assertThat(facts("n", Kind.EQUALS, "0").accepts(new JsonObject("{\"n\":1e-9999999999}")))
        .isFalse();
  }

  @Test
  void conditionsOnFieldsThatAreAbsentOrNull() {
    JsonObject none = new JsonObject("{}");
    JsonObject unset = new JsonObject("{\"a\":null}");

    assertThat(facts("a", Kind.EXISTS, "true").accepts(none)).isFalse();
    assertThat(facts("a", Kind.EXISTS, "true").accepts(unset)).isTrue();
    assertThat(facts("a", Kind.NOT, "1").accepts(none)).isTrue();
    assertThat(facts("a", Kind.NOT, "1").accepts(unset)).isTrue();
    assertThat(facts("a", Kind.EQUALS, "1").accepts(unset)).isFalse();
    assertThat(facts("/a/b", Kind.EXISTS, "true").accepts(unset)).isFalse();
  }

  @Test
  void containsIsForStringsAndCaseSensitive() {
    JsonObject context = new JsonObject("{\"a\":\"Sales team\",\"n\":12}");

    assertThat(facts("a", Kind.CONTAINS, "\"les t\"").accepts(context)).isTrue();
    assertThat(facts("a", Kind.CONTAINS, "\"sales\"").accepts(context)).isFalse();
    assertThat(facts("n", Kind.CONTAINS, "\"1\"").accepts(context)).isFalse();
  }

  @Test
  void allConditionsMustHold() {
    PausedFilter filter =
        new PausedFilter(
            Optional.empty(),
            Optional.empty(),
            Map.of("a", "1"),
            List.of(
                new ContextCondition("b", Kind.NOT, "2"),
                new ContextCondition("c", Kind.EXISTS, "true")));

    assertThat(new PausedFactFilter(filter).accepts(new JsonObject("{\"a\":1,\"b\":1,\"c\":1}")))
        .isTrue();
    assertThat(new PausedFactFilter(filter).accepts(new JsonObject("{\"a\":1,\"b\":2,\"c\":1}")))
        .isFalse();
    assertThat(new PausedFactFilter(filter).accepts(new JsonObject("{\"a\":1,\"b\":1}"))).isFalse();
  }

  @Test
  void aSelectionStoredBeforeThereWereConditionsIsRead() {
    Selection stored =
        SelectionJson.read(
            new JsonObject(
                "{\"count\":3,\"throughExecutionId\":\"7\",\"contextEquals\":{\"a\":1.5}}"));

    assertThat(stored)
        .isEqualTo(
            new Selection(
                new PausedFilter(Optional.empty(), Optional.empty(), Map.of("a", "1.5")), 7, 3));
  }

  private static PausedFactFilter facts(String field, Kind kind, String json) {
    return new PausedFactFilter(
        new PausedFilter(
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            List.of(new ContextCondition(field, kind, json))));
  }
}
