package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.api.http.json.EnumNames;
import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.JsonDecoder;
import io.spillway.contract.Document;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An enum may be given by its number: the document lists the names in the order of the numbers. */
class EnumNumbersTest {
  private static final Document DOCUMENT = Document.load();

  static Stream<Arguments> enums() {
    return Stream.of(
        Arguments.of("ExecutionState", ExecutionJson.STATES),
        Arguments.of("CircuitBreakerPeriod", AutomationJson.PERIODS),
        Arguments.of("Decision", ResolveRequest.DECISIONS),
        Arguments.of("SortDirection", SortDirection.NAMES),
        Arguments.of("AutomationSortField", AutomationOrder.FIELDS),
        Arguments.of("AutomationStatusFilter", AutomationSearchHandler.STATUSES));
  }

  @ParameterizedTest
  @MethodSource("enums")
  <E extends Enum<E>> void numbersFollowTheOrderOfTheDocument(String schema, EnumNames<E> names) {
    List<String> specified =
        namesIn(schema).stream().filter(name -> !name.endsWith("_UNSPECIFIED")).toList();
    assertThat(specified).isNotEmpty();
    for (int i = 0; i < specified.size(); i++) {
      assertThat(field(i + 1).oneOf("x", names).map(names::nameOf)).contains(specified.get(i));
    }
    assertThat(field(0).oneOf("x", names)).isEmpty();
  }

  @Test
  void triggerTypesAreNumberedInTheOrderOfTheDocument() {
    assertThat(TriggerTypes.ALL).isEqualTo(namesIn("TriggerType"));
  }

  private static List<String> namesIn(String schema) {
    Map<String, Object> definition =
        DOCUMENT.resolve(Map.of("$ref", "#/components/schemas/" + schema));
    return definition.get("enum") instanceof List<?> names
        ? names.stream().map(String::valueOf).toList()
        : List.of();
  }

  private static Fields field(int number) {
    String body = "{\"x\":" + number + "}";
    return Fields.of(JsonDecoder.decode(body.getBytes(StandardCharsets.UTF_8)));
  }
}
