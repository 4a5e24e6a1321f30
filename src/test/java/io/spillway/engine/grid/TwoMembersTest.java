package io.spillway.engine.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hazelcast.internal.util.ThreadUtil;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.SegmentSummary;
import io.spillway.domain.execution.Slots;
import io.spillway.store.BlockingWait;
import io.spillway.store.StoreException;
import io.spillway.store.sql.FaultyStore;
import io.spillway.store.sql.SqliteStore;
import io.spillway.testing.Ports;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two members in one JVM. */
class TwoMembersTest {
  private static final String CLUSTER = "two-members-test";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SEGMENTS = 40;
  private static final int IN_EACH = 3;

  private final List<Integer> ports = Stream.generate(Ports::free).distinct().limit(2).toList();
  private final List<String> addresses = ports.stream().map(port -> "127.0.0.1:" + port).toList();
  private final FaultyStore store =
      new FaultyStore(
          SqliteStore.inMemory("two-members", Clock.systemUTC(), new SimpleMeterRegistry()));
  private final Grid grid = Grid.start(settings(0), store);
  private final Grid other = Grid.start(settings(1), store);

  private GridSettings settings(int number) {
    return new GridSettings(
        CLUSTER, "127.0.0.1", ports.get(number), addresses, Optional.empty(), 1, Optional.empty());
  }

  @AfterEach
  void close() {
    grid.close();
    other.close();
    store.close();
  }

  @Test
  void noPartitionWaitsForTheStoreAndNothingIsLostWithAMember() {
    await().atMost(PATIENCE).until(() -> grid.membership().nodes().size() == 2);
    StoredSegments stored = new StoredSegments(store, "a");
    List<Long> segmentIds = Stream.generate(() -> stored.paused(IN_EACH)).limit(SEGMENTS).toList();
    Queue<Long> waitedFor = new ConcurrentLinkedQueue<>();
    store.onLoad(
        segmentId -> {
          if (ThreadUtil.isRunningOnPartitionThread()) {
            waitedFor.add(segmentId);
          }
        });

    segmentIds.forEach(segmentId -> assertThat(resolve(segmentId)).isEqualTo(IN_EACH));

    assertThat(waitedFor).isEmpty();
    other.close();
    segmentIds.forEach(
        segmentId ->
            assertThat(
                    BlockingWait.on(grid.segments().read(segmentId, List.of(0, 1, 2))).executions())
                .extracting(ExecutionStatus::state)
                .hasSize(IN_EACH)
                .containsOnly(ExecutionState.PENDING));
  }

  @Test
  void aFailureOfTheStoreOnOneMemberIsAFailureOnTheOther() {
    await().atMost(PATIENCE).until(() -> grid.membership().nodes().size() == 2);
    StoredSegments stored = new StoredSegments(store, "a");
    List<Long> segmentIds = Stream.generate(() -> stored.paused(IN_EACH)).limit(SEGMENTS).toList();
    store.onLoad(
        segmentId -> {
          throw new StoreException("the store is away", new SQLException("cut", "08006"));
        });

    assertThat(segmentIds)
        .allSatisfy(
            segmentId ->
                assertThatThrownBy(
                        () -> BlockingWait.on(grid.segments().read(segmentId, List.of(0))))
                    .isInstanceOf(StoreException.class)
                    .hasMessage("the store is away"));
  }

  @Test
  void readsSegmentsAgainOnceTheyAreDropped() {
    await().atMost(PATIENCE).until(() -> grid.membership().nodes().size() == 2);
    StoredSegments stored = new StoredSegments(store, "a");
    List<Long> segmentIds = Stream.generate(() -> stored.paused(IN_EACH)).limit(SEGMENTS).toList();
    segmentIds.forEach(
        segmentId -> BlockingWait.on(grid.segments().read(segmentId, List.of(0, 1, 2))));
    Set<Long> read = ConcurrentHashMap.newKeySet();
    store.onLoad(read::add);

    grid.membership().dropSegments();

    segmentIds.forEach(
        segmentId -> BlockingWait.on(grid.segments().read(segmentId, List.of(0, 1, 2))));
    assertThat(read).hasSize(SEGMENTS);
  }

  private int resolve(long segmentId) {
    return BlockingWait.on(
            grid.segments()
                .resolve(
                    SegmentSummary.nothingKnownOf(segmentId),
                    "r",
                    1,
                    Slots.ALL,
                    ExecutionState.PENDING,
                    1_772_366_400_000L))
        .moved();
  }
}
