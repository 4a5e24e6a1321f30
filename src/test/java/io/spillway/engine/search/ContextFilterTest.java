package io.spillway.engine.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.execution.ExecutionFact;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContextFilterTest {
  @Test
  void withoutFiltersEveryContextIsWanted() {
    assertThat(new ContextFilter("", Set.of()).accepts(fact("{}"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"Zoë \\\"Q\\\"\"}",
        "{\"name\":\"Zo\\u00eb \\u0022q\\u0022\"}",
        "{\"a\":[{\"zO\\u00cb \\\"Q\\\" and more\":null}]}"
      })
  void aTextIsFoundInAnyCaseHoweverItIsEscaped(String context) {
    assertThat(new ContextFilter("ZOË \"q\"", Set.of()).accepts(fact(context))).isTrue();
    assertThat(new ContextFilter("zoe", Set.of()).accepts(fact(context))).isFalse();
  }

  @Test
  void aTextIsFoundAsItIsWrittenToo() {
    ExecutionFact context = fact("{\"user_id\":\"u-1\",\"n\":1.50,\"path\":\"a\\\\b\"}");
    assertThat(new ContextFilter("\"USER_ID\":\"u-1\"", Set.of()).accepts(context)).isTrue();
    assertThat(new ContextFilter("1.50", Set.of()).accepts(context)).isTrue();
    assertThat(new ContextFilter("a\\b", Set.of()).accepts(context)).isTrue();
  }

  @Test
  void theSubjectIsTheUserIdOfTheContext() {
    ContextFilter filter = new ContextFilter("", Set.of("u1", "7", "null"));
    assertThat(filter.accepts(fact("{\"user_id\":\"u1\"}"))).isTrue();
    assertThat(filter.accepts(fact("{\"user_id\":7}"))).isTrue();
    assertThat(filter.accepts(fact("{\"user_id\":\"u2\"}"))).isFalse();
    assertThat(filter.accepts(fact("{\"user\":{\"user_id\":\"u1\"}}"))).isFalse();
    assertThat(filter.accepts(fact("{\"user_id\":null}"))).isFalse();
    assertThat(filter.accepts(fact("{}"))).isFalse();
  }

  @Test
  void bothFiltersMustMatch() {
    ContextFilter filter = new ContextFilter("red", Set.of("u1"));
    assertThat(filter.accepts(fact("{\"user_id\":\"u1\",\"c\":\"red\"}"))).isTrue();
    assertThat(filter.accepts(fact("{\"user_id\":\"u1\"}"))).isFalse();
    assertThat(filter.accepts(fact("{\"c\":\"red\"}"))).isFalse();
  }

  private static ExecutionFact fact(String json) {
    return new ExecutionFact(4_096, 0, 0, 1, "ada", json.getBytes(StandardCharsets.UTF_8));
  }
}
