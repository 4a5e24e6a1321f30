package io.spillway.engine.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.example.WithoutData;
import io.spillway.store.Store;
import io.spillway.store.sql.SqliteStore;
import io.spillway.testing.Ports;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who joins a cluster that has a secret. */
class RogueMemberTest {
  private static final String CLUSTER = "rogue-member-test";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private final List<Integer> ports = Stream.generate(Ports::free).distinct().limit(2).toList();
  private final List<String> addresses = ports.stream().map(port -> "127.0.0.1:" + port).toList();
  private final Store store =
      SqliteStore.inMemory("rogue", Clock.systemUTC(), new SimpleMeterRegistry());
  private final Grid grid = Grid.start(settings(0), store);

  private GridSettings settings(int number) {
    return new GridSettings(
        CLUSTER,
        "127.0.0.1",
        ports.get(number),
        addresses,
        Optional.empty(),
        0,
        Optional.of(new ClusterSecret(SECRET)));
  }

  @AfterEach
  void close() {
    grid.close();
    store.close();
  }

  @Test
  void membersThatKnowTheSecretJoin() {
    try (Grid other = Grid.start(settings(1), store)) {
      HazelcastInstance consumer =
          Hazelcast.newHazelcastInstance(WithoutData.of(CLUSTER, addresses, Optional.of(SECRET)));
      await().atMost(PATIENCE).until(() -> grid.membership().nodes().size() == 3);
      assertThat(other.membership().nodesWithData()).hasSize(2);
      consumer.shutdown();
    }
  }

  @Test
  void oneWithoutAProofIsNotLetIn() {
    assertNotLetIn(WithoutData.of(CLUSTER, addresses, Optional.empty()));
  }

  @Test
  void oneWithAnotherSecretIsNotLetIn() {
    assertNotLetIn(WithoutData.of(CLUSTER, addresses, Optional.of("x".repeat(32))));
  }

  @Test
  void oneWithTheProofOfAnotherIsNotLetIn() {
    Map<String, String> seen = grid.hazelcast().getCluster().getLocalMember().getAttributes();
    Config rogue = WithoutData.of(CLUSTER, addresses, Optional.empty());
    rogue.setProperty("hazelcast.local.localAddress", "127.0.0.2");
    rogue
        .getAdvancedNetworkConfig()
        .getEndpointConfigs()
        .values()
        .forEach(endpoint -> endpoint.getInterfaces().setInterfaces(List.of("127.0.0.2")));
    seen.forEach(rogue.getMemberAttributeConfig()::setAttribute);

    assertNotLetIn(rogue);
  }

  private void assertNotLetIn(Config rogue) {
    rogue.setProperty("hazelcast.max.join.seconds", "10");
    HazelcastInstance alone = null;
    try {
      alone = Hazelcast.newHazelcastInstance(rogue);
      assertThat(alone.getCluster().getMembers()).hasSize(1);
    } catch (IllegalStateException refused) {
      assertThat(refused).hasMessageContaining("failed to start");
    } finally {
      if (alone != null) {
        alone.getLifecycleService().terminate();
      }
    }
    assertThat(grid.membership().nodes()).containsExactly(grid.membership().localNode());
    assertThat(grid.hazelcast().getCluster().getMembers()).hasSize(1);
  }
}
