package io.spillway.engine.grid;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.SerializationConfig;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.execution.SegmentSummary;
import io.spillway.domain.execution.Slots;
import io.spillway.domain.execution.StepCounts;
import io.spillway.domain.execution.StepMove;
import io.spillway.domain.execution.StepPosition;
import io.spillway.domain.execution.Transition;
import io.spillway.engine.search.ExecutionQuery;
import io.spillway.engine.search.ExecutionView;
import io.spillway.engine.search.Searches;
import io.spillway.store.BlockingWait;
import io.spillway.store.ExecutionStore.Created;
import io.spillway.store.StoreException;
import io.spillway.store.sql.FaultyStore;
import io.spillway.store.sql.SqliteStore;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SegmentsTest {
  private static final long AT = StoredSegments.START.toEpochMilli();
  private static final String AUTOMATION = "a";

  private final FaultyStore store =
      new FaultyStore(SqliteStore.inMemory("grid", Clock.systemUTC(), new SimpleMeterRegistry()));
  private final Grid grid = Grid.start(GridSettings.alone(0), store);
  private final Searches searches = new Searches(grid.segments(), store);
  private final StoredSegments stored = new StoredSegments(store, AUTOMATION);

  @AfterEach
  void heal() {
    store.heal();
  }

  @AfterAll
  void close() {
    searches.close();
    grid.close();
    store.close();
  }

  @Test
  void readsASegmentFromItsFactsAndMovesItDurably() {
    long id = stored.paused(20);
    SegmentReply.Resolved resolved = resolve(id, "r1");
    assertThat(resolved.moved()).isEqualTo(20);
    assertThat(resolved.summary().paused()).isZero();
    assertThat(store.executions().load(id).orElseThrow().paused()).isZero();
  }

  @Test
  void answersARepeatedResolutionWithTheSameCount() {
    long id = stored.paused(20);
    resolve(id, "r1");
    assertThat(resolve(id, "r1").moved()).isEqualTo(20);
    assertThat(resolve(id, "r2").moved()).isZero();
  }

  @Test
  void answersARepeatedResolutionWithTheSameCountAfterItWasReadBack() {
    long id = stored.paused(20);
    resolve(id, "r1");
    join(grid.segments().evict(id));
    assertThat(resolve(id, "r1").moved()).isEqualTo(20);
  }

  @Test
  void leavesASegmentAsItWasWhenTheStoreFails() {
    long id = stored.paused(20);
    store.failSaves(segment -> segment.segmentId() == id);
    Assertions.assertThatThrownBy(() -> resolve(id, "r1"))
        .isInstanceOf(StoreException.class)
        .hasMessage("the store was told to fail");
    store.heal();
    assertThat(join(grid.segments().readPaused(id, 1)).executionIds()).hasSize(20);
    assertThat(resolve(id, "r1").moved()).isEqualTo(20);
  }

  @Test
  void readsASegmentAgainThatWasChangedBehindItsBack() {
    long id = stored.paused(20);
    join(grid.segments().readPaused(id, 1));
    Segment stored = store.executions().load(id).orElseThrow();
    Segment changed =
        stored
            .move(new Transition(9, AT, List.of(new Transition.Move(0, ExecutionState.TERMINATE))))
            .segment();
    BlockingWait.on(store.executions().save(changed));
    assertThat(resolve(id, "r1").moved()).isEqualTo(19);
    assertThat(status(id, 0).state()).isEqualTo(ExecutionState.TERMINATE);
  }

  @Test
  void resolvesAlsoWhatTheSegmentHasYetToTake() {
    long id = stored.paused(20);
    join(grid.segments().readPaused(id, 1));
    stored.add(id, 20, 5);

    SegmentReply.Resolved resolved = resolve(known(id), "r1");

    assertThat(resolved.moved()).isEqualTo(25);
    assertThat(store.executions().load(id).orElseThrow().paused()).isZero();
  }

  @Test
  void countsWhatAnotherPartOfTheClusterResolvedThatItsOwnSegmentNeverHad() {
    long id = stored.paused(20);
    resolve(id, "r1");
    stored.add(id, 20, 5);
    SegmentSummary known = known(id);
    Segment elsewhere =
        store
            .executions()
            .load(id)
            .orElseThrow()
            .resolve("r2", 1, ExecutionState.PENDING, AT)
            .segment();
    BlockingWait.on(store.executions().save(elsewhere));

    assertThat(resolve(known, "r2").moved()).isEqualTo(5);
  }

  @Test
  void movesAlsoAnExecutionThatTheSegmentHasYetToTake() {
    long id = stored.paused(20);
    join(grid.segments().readPaused(id, 1));
    stored.add(id, 20, 5);

    SegmentReply.Transitioned moved =
        join(
            grid.segments()
                .move(
                    known(id),
                    new Transition(
                        9, AT, List.of(new Transition.Move(24, ExecutionState.TERMINATE)))));

    assertThat(moved.results()).containsExactly(Transition.Result.MOVED);
  }

  @Test
  void aReaderSeesWhatIsDurableBeforeItsSegmentHasTakenIt() {
    long id = stored.paused(20);
    assertThat(status(id, 19).executionId()).isEqualTo(ExecutionIds.of(id, 19));
    stored.add(id, 20, 5);
    stored.add(id, 25, 5);
    ExecutionView found =
        join(searches.executions().find(ExecutionIds.of(id, 27))).orElseThrow(AssertionError::new);
    assertThat(found.status().state()).isEqualTo(ExecutionState.PAUSED_BY_CIRCUIT_BREAKER);

    stored.add(id, 30, 2);
    assertThat(newestOf(Set.of(AUTOMATION))).isEqualTo(ExecutionIds.of(id, 31));
    stored.add(id, 32, 2);
    assertThat(newestOf(Set.of())).isEqualTo(ExecutionIds.of(id, 33));
    assertThat(join(searches.executions().find(ExecutionIds.of(id, 34)))).isEmpty();

    SegmentReply.Changed late =
        join(
            grid.segments()
                .append(
                    id,
                    List.of(new AppendBatch(20, 0, 5, 1, AT), new AppendBatch(25, 0, 9, 1, AT))));
    assertThat(late.summary().count()).isEqualTo(34);
    assertThat(resolve(id, "r").moved()).isEqualTo(34);
  }

  private long newestOf(Set<String> automations) {
    ExecutionQuery query = new ExecutionQuery(automations, 0, "", Set.of(), Created.LATEST, 1);
    return join(searches.executions().page(query)).executions().get(0).status().executionId();
  }

  @Test
  void savesASegmentOnceWhenItIsFull() {
    long id = stored.paused(1_000);
    stored.add(id, 1_000, 24);
    SegmentReply.Changed full =
        join(grid.segments().append(id, List.of(new AppendBatch(1_000, 0, 24, 1, AT))));
    assertThat(full.summary().isFull()).isTrue();
    assertThat(full.summary().version()).isEqualTo(1);
    SegmentReply.Changed again =
        join(grid.segments().append(id, List.of(new AppendBatch(1_000, 0, 24, 1, AT))));
    assertThat(again.summary().version()).isEqualTo(1);
    assertThat(store.executions().load(id).orElseThrow().version()).isEqualTo(1);
  }

  @Test
  void advancesExecutionsDurablyAndFindsThoseThatAreDue() {
    long id = stored.paused(20);
    SegmentSummary known = resolve(id, "r1").summary();
    StepPosition waiting = new StepPosition(1, 1, 0, 0, AT + 5_000);
    List<StepMove> moves =
        List.of(
            new StepMove(3, 0, ExecutionState.WAITING, waiting),
            new StepMove(4, 1, ExecutionState.WAITING, waiting));

    SegmentReply.Transitioned moved = join(grid.segments().advance(known, moves, AT + 2_000));

    assertThat(moved.results()).containsExactly(Transition.Result.MOVED, Transition.Result.REFUSED);
    assertThat(moved.summary().counts()).isEqualTo(new StepCounts(19, 0, 0, 1, AT + 5_000));
    assertThat(store.executions().load(id).orElseThrow().status(3).position()).isEqualTo(waiting);
    int mask = ExecutionState.WAITING.bit();
    assertThat(join(grid.segments().readOldest(id, 0, mask, AT + 4_999, 9)).executions()).isEmpty();
    assertThat(join(grid.segments().readOldest(id, 0, mask, AT + 5_000, 9)).executions())
        .containsExactly(status(id, 3));
    assertThat(join(grid.segments().advance(moved.summary(), moves, AT + 9_000)).results())
        .containsExactly(Transition.Result.ALREADY_THERE, Transition.Result.REFUSED);
  }

  @Test
  void tellsNothingOfASegmentThatIsNotThere() {
    assertThat(join(grid.segments().read(1L << 40, List.of(0))).executions()).isEmpty();
    Assertions.assertThatThrownBy(() -> resolve(1L << 40, "r1"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("does not exist");
  }

  @ParameterizedTest
  @MethodSource("messages")
  void whatGoesBetweenMembersComesBackEqual(Object message) {
    SerializationConfig config = new SerializationConfig();
    GridSerializers.register(config);
    var service = new DefaultSerializationServiceBuilder().setConfig(config).build();
    Object copy = service.toObject(service.toData(message));
    assertThat(copy).usingRecursiveComparison().isEqualTo(message);
    assertThat(copy).isNotSameAs(message);
  }

  static List<Object> messages() {
    SegmentSummary summary = new SegmentSummary(5, 2, 100, 7, 6);
    Transition transition =
        new Transition(7, AT, List.of(new Transition.Move(3, ExecutionState.DONE)));
    return List.of(
        Segment.empty(5, "a").append(new AppendBatch(0, 3, 4, 2, AT)),
        new ChangeSegmentProcessor(
            new SegmentRequest.Append(
                List.of(new AppendBatch(1, 2, 3, 4, AT), new AppendBatch(6, 1, 0, 4, AT))),
            SegmentSummary.nothingKnownOf(5)),
        new ChangeSegmentProcessor(
            new SegmentRequest.Resolve("r", 2, Slots.ALL, ExecutionState.PENDING, AT), summary),
        new ChangeSegmentProcessor(
            new SegmentRequest.Resolve(
                "r", 2, Slots.of(List.of(0, 700)), ExecutionState.TERMINATE, AT),
            new SegmentSummary(5, 1L << 40, ExecutionIds.SLOTS, 0, 0)),
        new ChangeSegmentProcessor(new SegmentRequest.Move(transition), summary),
        new ReadSegmentProcessor(new SegmentRequest.Read(List.of(1, 5))),
        new ReadSegmentProcessor(new SegmentRequest.ReadNewest(10, 6, 25)),
        new ReadSegmentProcessor(new SegmentRequest.ReadPaused(4)),
        new SegmentReply.Missing(),
        new SegmentReply.Changed(summary),
        new SegmentReply.Resolved(12, new int[] {0, 3, 7, 14}, summary),
        new SegmentReply.Transitioned(List.of(Transition.Result.values()), summary),
        new SegmentReply.ReadResult(
            "a", 9, List.of(new ExecutionStatus(5, ExecutionState.ERROR, 1, AT, AT + 1))),
        new SegmentReply.Paused(new long[] {4, 5}));
  }

  /** What an actor knows of a segment when it has read its state from the store. */
  private SegmentSummary known(long segmentId) {
    return store.executions().load(segmentId).orElseThrow().summary();
  }

  private SegmentReply.Resolved resolve(long segmentId, String resolutionId) {
    return resolve(SegmentSummary.nothingKnownOf(segmentId), resolutionId);
  }

  private SegmentReply.Resolved resolve(SegmentSummary known, String resolutionId) {
    return join(
        grid.segments()
            .resolve(known, resolutionId, 1, Slots.ALL, ExecutionState.PENDING, AT + 1_000));
  }

  private ExecutionStatus status(long segmentId, int slot) {
    return join(grid.segments().read(segmentId, List.of(slot))).executions().get(0);
  }

  private static <T> T join(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof StoreException failure ? failure : e;
    }
  }
}
