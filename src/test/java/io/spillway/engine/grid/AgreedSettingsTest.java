package io.spillway.engine.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.store.Store;
import io.spillway.store.sql.SqliteStore;
import io.spillway.testing.CapturedLog;
import io.spillway.testing.Ports;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Members of one cluster with other settings. */
class AgreedSettingsTest {
  private static final String CLUSTER = "agreed-settings-test";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<Integer> ports = Stream.generate(Ports::free).distinct().limit(3).toList();
  private final List<String> addresses = ports.stream().map(port -> "127.0.0.1:" + port).toList();
  private final Store store =
      SqliteStore.inMemory("agreed", Clock.systemUTC(), new SimpleMeterRegistry());
  private final CapturedLog log = CapturedLog.of(Membership.class.getName());

  @AfterEach
  void close() {
    log.close();
    store.close();
  }

  private Grid start(int number, String issuer, int minSize) {
    AgreedSettings agreed =
        new AgreedSettings(
            Map.of("issuer", issuer), Map.of("cluster-min-size", Integer.toString(minSize)));
    return Grid.start(
        new GridSettings(
            CLUSTER,
            "127.0.0.1",
            ports.get(number),
            addresses,
            Optional.empty(),
            minSize,
            Optional.empty(),
            agreed),
        store);
  }

  private List<String> warnings() {
    return log.lines().stream().filter(line -> line.startsWith("WARN --")).toList();
  }

  private String member(int number) {
    return "[127.0.0.1]:" + ports.get(number);
  }

  @Test
  void aMemberWithAnotherIssuerIsNotLetIn() {
    try (Grid first = start(0, "https://a", 0)) {
      assertThatThrownBy(() -> start(1, "https://b", 0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has not joined the cluster");

      assertThat(first.membership().nodes()).containsExactly(first.membership().localNode());
    }
  }

  @Test
  void aMemberWithAnotherMinimumIsWarnedOfOnBothSides() {
    try (Grid first = start(0, "https://a", 2);
        Grid second = start(1, "https://a", 0)) {
      await().atMost(PATIENCE).until(() -> first.membership().nodes().size() == 2);
      await().atMost(PATIENCE).until(() -> warnings().size() == 2);

      assertThat(second.membership().nodes()).hasSize(2);
      assertThat(warnings())
          .containsExactlyInAnyOrder(
              "WARN --cluster-min-size of member "
                  + member(1)
                  + " is 0, must be the same on all members: it is 2 on "
                  + member(0),
              "WARN --cluster-min-size of member "
                  + member(0)
                  + " is 2, must be the same on all members: it is 0 on "
                  + member(1));
    }
  }

  @Test
  void aMinimumOfHalfOfTheMembersOrLessIsWarnedOf() {
    try (Grid first = start(0, "https://a", 0);
        Grid second = start(1, "https://a", 0)) {
      await().atMost(PATIENCE).until(() -> first.membership().nodes().size() == 2);
      assertThat(warnings()).isEmpty();

      try (Grid third = start(2, "https://a", 0)) {
        await().atMost(PATIENCE).until(() -> warnings().size() == 3);

        assertThat(third.membership().nodes()).hasSize(3);
        assertThat(second.membership().nodes()).hasSize(3);
        assertThat(warnings())
            .containsOnly(
                "WARN --cluster-min-size is 0 and the cluster has 3 members, must be at least 2: in"
                    + " a partition both parts would continue");
      }
    }
  }

  @Test
  void differencesNameBothValuesAndBothMembers() {
    AgreedSettings own = new AgreedSettings(Map.of("issuer", "https://a"), Map.of("quota", "1"));
    AgreedSettings other = new AgreedSettings(Map.of("issuer", "https://b"), Map.of("quota", "1"));

    assertThat(own.requiredOf("x:1", "y:2", other.attributes()))
        .containsExactly(
            "--issuer of member y:2 is https://b, must be the same on all members: it is https://a"
                + " on x:1");
    assertThat(own.expectedOf("x:1", "y:2", other.attributes())).isEmpty();
    assertThat(own.requiredOf("x:1", "y:2", Map.of())).isEmpty();
  }
}
