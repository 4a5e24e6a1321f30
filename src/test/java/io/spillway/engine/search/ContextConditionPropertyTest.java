package io.spillway.engine.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.resolution.ContextCondition;
import io.spillway.domain.resolution.ContextCondition.Kind;
import io.spillway.domain.resolution.PausedFilter;
import io.spillway.domain.resolution.Selection;
import io.spillway.store.SelectionJson;
import io.spillway.testing.ContextGenerator;
import io.spillway.testing.ContextOracle;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Conditions on contexts of every kind. */
class ContextConditionPropertyTest {
  private static final int CONTEXTS = 30;

  @Property(tries = 300)
  void aConditionMeansWhatTheOracleSays(@ForAll long seed) {
    ContextGenerator generator = new ContextGenerator(new Random(seed));
    List<String> contexts = Stream.generate(generator::context).limit(CONTEXTS).toList();
    for (ContextCondition condition : conditions(generator, new Random(seed))) {
      PausedFactFilter filter = new PausedFactFilter(only(condition));
      PausedFactFilter stored = new PausedFactFilter(stored(only(condition)));
      for (String context : contexts) {
        boolean meets =
            ContextOracle.meets(
                context,
                condition.field(),
                SelectionJson.nameOf(condition.kind()),
                condition.json());
        JsonObject json = new JsonObject(context);
        assertThat(filter.accepts(json)).as("%s of %s", condition, context).isEqualTo(meets);
        assertThat(stored.accepts(json)).as("stored %s", condition).isEqualTo(meets);
      }
    }
  }

  @Property(tries = 300)
  void aValueThatIsShownMatchesAsManyAsItCounts(@ForAll long seed) {
    ContextGenerator generator = new ContextGenerator(new Random(seed));
    List<JsonObject> contexts =
        Stream.generate(generator::context).limit(CONTEXTS).map(JsonObject::new).toList();
    String field = generator.field();
    ValueCounter counter = new ValueCounter(field);
    contexts.forEach(counter::add);
    counter.keep();

    PausedSummary.Values values = counter.values();

    long shown = values.top().stream().mapToLong(PausedSummary.Counted::count).sum();
    assertThat(shown + values.absentCount() + values.otherCount()).isLessThanOrEqualTo(CONTEXTS);
    for (PausedSummary.Counted counted : values.top()) {
      PausedFilter equals =
          new PausedFilter(Optional.empty(), Optional.empty(), Map.of(field, counted.json()));
      PausedFactFilter filter = new PausedFactFilter(stored(equals));
      assertThat(contexts.stream().filter(filter::accepts))
          .as("%s is %s", field, counted.json())
          .hasSize((int) counted.count());
    }
  }

  private static List<ContextCondition> conditions(ContextGenerator generator, Random random) {
    String number = generator.scalar();
    return List.of(
        new ContextCondition(generator.field(), Kind.EQUALS, comparable(number)),
        new ContextCondition(generator.field(), Kind.NOT, comparable(generator.scalar())),
        new ContextCondition(generator.field(), Kind.CONTAINS, generator.quoted("a")),
        new ContextCondition(generator.field(), Kind.CONTAINS, "\"\\ud83d\""),
        new ContextCondition(generator.field(), Kind.EXISTS, String.valueOf(random.nextBoolean())));
  }

  /** Numbers beyond the range of a decimal are refused as operands. */
  private static String comparable(String scalar) {
    return scalar.contains("e99999999999") || scalar.contains("e-99999999999") ? "7" : scalar;
  }

  private static PausedFilter only(ContextCondition condition) {
    return new PausedFilter(Optional.empty(), Optional.empty(), Map.of(), List.of(condition));
  }

  private static PausedFilter stored(PausedFilter filter) {
    String json = SelectionJson.of(new Selection(filter, 1, 1)).encode();
    return SelectionJson.read(new JsonObject(json)).filter();
  }
}
