package io.spillway.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.engine.grid.Grid;
import io.spillway.engine.grid.GridSettings;
import io.spillway.engine.job.JobDepth;
import io.spillway.engine.job.JobIndex;
import io.spillway.engine.job.JobPolls;
import io.spillway.engine.routing.MemberRequests;
import io.spillway.store.Store;
import io.spillway.store.sql.SqliteStore;
import io.spillway.testing.Ports;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two members of a cluster, on one event bus. */
class JobAnnouncementsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Set<String> TYPES = Set.of("t");

  private final Clock clock = Clock.systemUTC();
  private final Vertx vertx = Vertx.vertx();
  private final Store store =
      SqliteStore.inMemory("announcements", clock, new SimpleMeterRegistry());
  private final List<Integer> ports = Stream.generate(Ports::free).distinct().limit(2).toList();
  private final Grid grid = Grid.start(settings(0), store);
  private final Grid other = Grid.start(settings(1), store);
  private final JobIndex index = new JobIndex();
  private final JobPolls polls = new JobPolls(clock);
  private final JobPolls otherPolls = new JobPolls(clock);
  private final JobAnnouncements here = announcements(grid, index, polls);
  private final JobAnnouncements there = announcements(other, new JobIndex(), otherPolls);
  private final Queue<String> told = new ConcurrentLinkedQueue<>();

  private GridSettings settings(int number) {
    return new GridSettings(
        "announcements-test",
        "127.0.0.1",
        ports.get(number),
        ports.stream().map(port -> "127.0.0.1:" + port).toList(),
        Optional.empty(),
        1,
        Optional.empty());
  }

  private JobAnnouncements announcements(Grid of, JobIndex jobs, JobPolls asked) {
    return new JobAnnouncements(
        vertx,
        new MemberRequests(vertx, Optional.empty(), of.membership()),
        of.membership(),
        jobs,
        asked);
  }

  @BeforeEach
  void start() {
    await().atMost(PATIENCE).until(() -> grid.membership().nodes().size() == 2);
    await().atMost(PATIENCE).until(() -> other.membership().nodes().size() == 2);
    index.listen((automationId, type, more) -> here.onReady(type, more));
    there.listen((type, more) -> told.add(type + " " + more));
    here.start().await();
    there.start().await();
  }

  @AfterEach
  void close() {
    vertx.close().await();
    grid.close();
    other.close();
    store.close();
  }

  @Test
  void aMemberHearsWhatGetsReadyOnAnotherAndFindsItThere() {
    String member = grid.membership().localNode();
    index.update("a", Map.of("t", new JobDepth(2, 1, 1_000)));

    await().atMost(PATIENCE).until(() -> there.withReady(TYPES).equals(List.of(member)));
    assertThat(told).contains("t 2");
    assertThat(there.withReady(Set.of("u"))).isEmpty();
    assertThat(there.find(member, TYPES, Set.of(), 10).await()).containsExactly("a");
    assertThat(there.find(member, TYPES, Set.of("b"), 10).await()).isEmpty();
    assertThat(there.types())
        .containsExactly(new JobTypeState("t", new JobDepth(2, 1, 1_000), 0, 0));

    told.clear();
    index.update("a", Map.of("t", new JobDepth(0, 3, 0)));
    index.update("b", Map.of("t", new JobDepth(1, 0, 1_000)));

    await().atMost(PATIENCE).until(() -> told.contains("t 1"));
    index.remove("a");
    index.remove("b");
    await().atMost(PATIENCE).until(() -> there.withReady(TYPES).isEmpty());
  }

  @Test
  void aMemberHearsOfTheWorkersOfAnother() {
    polls.polled(TYPES, "w");

    await().atMost(PATIENCE).until(() -> otherPolls.lastPoll("t").isPresent());
    await()
        .atMost(PATIENCE)
        .until(() -> there.types().stream().mapToInt(JobTypeState::workers).sum() == 1);
  }

  @Test
  void whatAMemberHadIsForgottenWhenItLeaves() {
    index.update("a", Map.of("t", new JobDepth(2, 1, 1_000)));
    await().atMost(PATIENCE).until(() -> !there.withReady(TYPES).isEmpty());

    grid.close();

    await().atMost(PATIENCE).until(() -> there.withReady(TYPES).isEmpty());
  }

  @Test
  void aMemberThatDoesNotAnswerHasNothing() {
    assertThat(there.find("nobody", TYPES, Set.of(), 10).await()).isEmpty();
  }
}
