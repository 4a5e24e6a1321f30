package io.spillway.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChainRowTest {
  private static final ChainRow ROW =
      new ChainRow(
          7,
          "u1",
          "PAUSED_RUN",
          1_769_860_800_000L,
          "alice",
          "a1",
          "10 paused – done",
          "{\"reason\":\"Zoë\"}");

  /** Computed by another program. It must never change, or no stored chain is valid any more. */
  @Test
  void theHashIsThatOfTheDocumentedBytes() {
    assertThat(ROW.hash(ChainPoint.GENESIS_HASH))
        .isEqualTo("5afded07d00ed5fad7d4229b74aad52703e015509b43d0f8e7b5e90d27475e77");
  }

  @Test
  void everyColumnAndThePreviousHashCount() {
    String previous = ChainPoint.GENESIS_HASH;
    assertThat(
            List.of(
                ROW.hash(previous),
                ROW.hash("1" + previous.substring(1)),
                row(8, "u1", "PAUSED_RUN", 1, "alice", "a1", "m", "{}"),
                row(7, "u2", "PAUSED_RUN", 1, "alice", "a1", "m", "{}"),
                row(7, "u1", "PAUSED_CANCELLED", 1, "alice", "a1", "m", "{}"),
                row(7, "u1", "PAUSED_RUN", 2, "alice", "a1", "m", "{}"),
                row(7, "u1", "PAUSED_RUN", 1, "bob", "a1", "m", "{}"),
                row(7, "u1", "PAUSED_RUN", 1, "alice", "a2", "m", "{}"),
                row(7, "u1", "PAUSED_RUN", 1, "alice", "a1", "n", "{}"),
                row(7, "u1", "PAUSED_RUN", 1, "alice", "a1", "m", "{} "),
                row(7, "u1", "PAUSED_RUN", 1, "alicea", "1", "m", "{}")))
        .doesNotHaveDuplicates();
  }

  private static String row(
      long number,
      String uid,
      String kind,
      long at,
      String actor,
      String automation,
      String message,
      String details) {
    return new ChainRow(number, uid, kind, at, actor, automation, message, details)
        .hash(ChainPoint.GENESIS_HASH);
  }
}
