package io.spillway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleEventsTest {
  @Test
  void eventsAreRepeatedInTheirOrder() {
    SampleEvents events = SampleEvents.of("f", List.of("{\"n\":0}", "", "{\"n\":1}", "{\"n\":2}"));

    assertThat(IntStream.range(0, 7).mapToObj(i -> events.of(i).getInteger("n")))
        .containsExactly(0, 1, 2, 0, 1, 2, 0);
  }

  @Test
  void aLineThatIsNoObjectIsNamed() {
    assertThatThrownBy(() -> SampleEvents.of("f", List.of("{}", "[1]")))
        .isInstanceOf(DemoException.class)
        .hasMessage("f line 2 is not a JSON object");
  }

  @Test
  void aFileWithoutEventsIsRefused() {
    assertThatThrownBy(() -> SampleEvents.of("f", List.of(" ")))
        .isInstanceOf(DemoException.class)
        .hasMessageContaining("f contains no event");
  }

  @Test
  void theEventsThatComeWithTheDemoAreManyAndVaried() throws Exception {
    Path file = Path.of("scripts", "demo-events.jsonl");

    SampleEvents events = SampleEvents.read(file);

    List<JsonObject> all = IntStream.range(0, events.size()).mapToObj(events::of).toList();
    assertThat(Files.readAllLines(file)).hasSameSizeAs(all).hasSizeGreaterThanOrEqualTo(50);
    assertThat(all).doesNotHaveDuplicates();
    assertThat(all)
        .allSatisfy(event -> assertThat(event.getString("event")).isNotBlank())
        .allSatisfy(event -> assertThat(event.getString("user_id")).isNotBlank());
    assertThat(all.stream().map(event -> event.getString("event")).distinct())
        .hasSizeGreaterThanOrEqualTo(12);
  }
}
