package io.spillway.engine.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.execution.Segment;
import io.spillway.example.WithoutData;
import io.spillway.store.Store;
import io.spillway.store.sql.SqliteStore;
import io.spillway.testing.Ports;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Members with data and without, in one JVM. */
class MembershipTest {
  private static final String CLUSTER = "membership-test";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<Integer> ports = Stream.generate(Ports::free).distinct().limit(2).toList();
  private final List<String> addresses = ports.stream().map(port -> "127.0.0.1:" + port).toList();
  private final Store store =
      SqliteStore.inMemory("membership", Clock.systemUTC(), new SimpleMeterRegistry());
  private final Grid grid = Grid.start(settings(0), store);
  private final Membership membership = grid.membership();
  private final HazelcastInstance consumer =
      Hazelcast.newHazelcastInstance(WithoutData.of(CLUSTER, addresses));

  private GridSettings settings(int number) {
    return new GridSettings(
        CLUSTER, "127.0.0.1", ports.get(number), addresses, Optional.empty(), 2, Optional.empty());
  }

  @BeforeEach
  void theConsumerHasJoined() {
    await().atMost(PATIENCE).until(() -> membership.nodes().size() == 2);
  }

  @AfterEach
  void close() {
    consumer.shutdown();
    grid.close();
    store.close();
  }

  @Test
  void aMemberWithoutDataDoesNotMakeAQuorum() {
    assertThat(membership.hasQuorum()).isFalse();
    assertThat(membership.quorumMessage())
        .isEqualTo("this node sees 1 members of its cluster, must be at least 2");

    try (Grid other = Grid.start(settings(1), store)) {
      await().atMost(PATIENCE).until(membership::hasQuorum);
      assertThat(other.membership().hasQuorum()).isTrue();
    }
  }

  @Test
  void aMemberWithoutDataOwnsNothing() {
    assertThat(IntStream.range(0, 1_000).mapToObj(key -> membership.ownerOf("key " + key)))
        .containsOnly(Optional.of(membership.localNode()));
  }

  @Test
  void memoryIsKeptWhenAMemberWithoutDataLeaves() {
    try (Grid other = Grid.start(settings(1), store)) {
      await().atMost(PATIENCE).until(membership::hasQuorum);
      IMap<Long, Segment> map = other.hazelcast().getMap(GridConfiguration.SEGMENTS);
      map.putTransient(1L, Segment.empty(1, "a"), 0, TimeUnit.SECONDS);
      AtomicInteger sweeps = new AtomicInteger();
      membership.onChange(sweeps::incrementAndGet);

      consumer.shutdown();

      await().atMost(PATIENCE).until(() -> membership.nodes().size() == 2);
      int before = sweeps.get();
      await().atMost(PATIENCE).until(() -> sweeps.get() >= before + 2);
      assertThat(map.size()).isEqualTo(1);
    }
  }
}
