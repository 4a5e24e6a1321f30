package io.spillway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PublicationTest {
  private static final JsonObject RESULT =
      new JsonObject()
          .put("bench", "resolve")
          .put("case", "10,000 RUN")
          .put("metric", "time")
          .put("unit", "s")
          .put("value", 0.01)
          .put("min", 0.008)
          .put("max", 0.02)
          .put("machine", "2 × CPU")
          .put("jdk", "JDK 17")
          .put("commit", "abc");

  @Test
  void replacesTheTextBetweenTheMarksAndNothingElse() {
    String document = "before\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nafter\n";

    assertThat(Publication.rewritten(document, "new\n"))
        .isEqualTo("before\n<!-- bench:begin -->\nnew\n<!-- bench:end -->\nafter\n");
  }

  @Test
  void refusesADocumentWithoutMarks() {
    assertThatThrownBy(() -> Publication.rewritten("text", "new"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bench:begin");
  }

  @Test
  void writesALineForAPeerWithItsRatio() {
    JsonObject compared =
        RESULT
            .copy()
            .put("peer", "PostgreSQL UPDATE")
            .put("peerValue", 0.09)
            .put("peerMin", 0.08)
            .put("peerMax", 0.1)
            .put("ratio", 9.0);

    assertThat(Publication.text(List.of(compared), List.of(), ""))
        .contains(
            "| `resolve` | 10,000 RUN | time | 0.010 s (0.008 – 0.020) | PostgreSQL UPDATE"
                + " | 0.090 s (0.080 – 0.100) | 9.00× |");
  }

  @Test
  void writesALineWithoutAPeer() {
    assertThat(Publication.text(List.of(RESULT), List.of(), ""))
        .contains("| `resolve` | 10,000 RUN | time | 0.010 s (0.008 – 0.020) | – | – | – |");
  }
}
