package io.spillway.engine.actor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.spillway.domain.execution.Slots;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.PausedFilter;
import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.Selection;
import io.spillway.engine.actor.ResolutionEffect.Complete;
import io.spillway.engine.actor.ResolutionEffect.Fail;
import io.spillway.engine.actor.ResolutionEffect.FailAll;
import io.spillway.engine.actor.ResolutionEffect.Match;
import io.spillway.engine.actor.ResolutionEffect.Move;
import io.spillway.engine.actor.ResolutionEffect.RecordDecision;
import io.spillway.engine.actor.ResolutionEffect.RecordResult;
import io.spillway.engine.actor.ResolutionEffect.Requeue;
import io.spillway.engine.actor.ResolutionEffect.StopMoving;
import io.spillway.engine.actor.ResolutionState.Finishing;
import io.spillway.engine.actor.ResolutionState.Idle;
import io.spillway.engine.actor.ResolutionState.Left;
import io.spillway.engine.actor.ResolutionState.Matching;
import io.spillway.engine.actor.ResolutionState.Moving;
import io.spillway.engine.actor.ResolutionState.Recording;
import io.spillway.engine.actor.ResolutionState.Resuming;
import io.spillway.engine.search.PausedSet;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state with every event: the transition that is expected, or a rejection. */
class ResolutionStateTest {
  private static final Duration NOW = Duration.ZERO;
  private static final Duration LATER = ResolutionState.RETRY_DELAY;

  @SuppressWarnings("StaticAssignmentOfThrowable") // Only compared, never thrown.
  private static final Throwable CAUSE = new IllegalStateException("a cause");

  @SuppressWarnings("StaticAssignmentOfThrowable") // Only compared, never thrown.
  private static final Throwable ANOTHER = new IllegalStateException("another cause");

  private static final Selection SELECTION = new Selection(PausedFilter.ALL, 4_000, 2);
  private static final MatchedSelection MATCH =
      new MatchedSelection(SELECTION, new PausedSet(Map.of(3L, Slots.ALL)), Map.of());
  private static final Resolution.Order ORDER = new Resolution.Order(Decision.RUN, "", "somebody");
  private static final Resolution.Order PART =
      new Resolution.Order(Decision.RUN, "", "somebody", Optional.of(SELECTION));
  private static final ResolutionRequest REQUEST = request("request", ORDER);
  private static final ResolutionRequest OF_PART = request("request", PART);
  private static final Resolution RECORDED = resolution("request", ORDER);
  private static final Resolution UNFINISHED = resolution("unfinished", ORDER);
  private static final Resolution UNFINISHED_PART = resolution("unfinished", PART);
  private static final Resolution FINISHED =
      RECORDED.finished(new Resolution.Counts(7, 1), Instant.EPOCH.plusSeconds(1));
  private static final ResolutionResult RESULT =
      new ResolutionResult(RECORDED, List.of(), List.of());
  private static final MoveScope SCOPE = new MoveScope(RECORDED, Optional.empty(), false);
  private static final MoveScope UNTOUCHED = new MoveScope(UNFINISHED, Optional.empty(), false);
  private static final MoveScope EVERYTHING = new MoveScope(UNFINISHED, Optional.empty(), true);

  private static final Recording RECORDING = new Recording(REQUEST, Optional.empty());
  private static final Recording RECORDING_PART = new Recording(OF_PART, Optional.empty());
  private static final Recording RECORDING_MATCH = new Recording(OF_PART, Optional.of(MATCH));
  private static final Resuming RESUMING = new Resuming(UNFINISHED_PART);

  private static final Matching MATCHING = new Matching(OF_PART);
  private static final Moving MOVING = new Moving(SCOPE);
  private static final Finishing FINISHING = new Finishing(RESULT);
  private static final Left LEFT = new Left(CAUSE);
  private static final Idle IDLE = new Idle();

  private static final List<ResolutionState> STATES =
      List.of(
          IDLE,
          RECORDING,
          RECORDING_PART,
          RECORDING_MATCH,
          MATCHING,
          RESUMING,
          MOVING,
          FINISHING,
          LEFT);

  private static final Map<String, ResolutionEvent> EVENTS =
      Map.ofEntries(
          entry("onRequested", state -> state.onRequested(REQUEST)),
          entry("onUnfinished", state -> state.onUnfinished(UNFINISHED)),
          entry("onUntouched", state -> state.onUntouched(UNFINISHED)),
          entry("onUnfinished, of a part", state -> state.onUnfinished(UNFINISHED_PART)),
          entry("onSelectionNeeded", ResolutionState::onSelectionNeeded),
          entry("onMatched", state -> state.onMatched(MATCH)),
          entry("onMatchFailed", state -> state.onMatchFailed(CAUSE)),
          entry("onRecorded", state -> state.onRecorded(RECORDED)),
          entry("onRepeated", state -> state.onRepeated(FINISHED)),
          entry("onRecordFailed", state -> state.onRecordFailed(CAUSE)),
          entry("onMoved", state -> state.onMoved(RESULT)),
          entry("onMoveFailed", state -> state.onMoveFailed(CAUSE)),
          entry("onFinished", state -> state.onFinished(FINISHED)),
          entry("onFinishFailed", state -> state.onFinishFailed(CAUSE)),
          entry("onLeave", state -> state.onLeave(ANOTHER)));

  /** The pairs that are accepted; every other pair is rejected. */
  private static final Map<Pair, ResolutionTransition> ACCEPTED = new HashMap<>();

  private record Pair(ResolutionState state, String event) {}

  private static void accept(
      ResolutionState state, String event, ResolutionState next, ResolutionEffect... effects) {
    ResolutionTransition before =
        ACCEPTED.put(new Pair(state, event), ResolutionTransition.to(next, effects));
    assertThat(before).isNull();
  }

  static {
    accept(IDLE, "onRequested", RECORDING, new RecordDecision(REQUEST, Optional.empty()));
    accept(IDLE, "onUnfinished", new Moving(EVERYTHING), new Move(EVERYTHING, NOW));
    accept(IDLE, "onUnfinished, of a part", RESUMING, new Match(SELECTION, NOW));
    accept(IDLE, "onUntouched", new Moving(UNTOUCHED), new Move(UNTOUCHED, NOW));

    accept(RECORDING, "onRecorded", MOVING, new Move(SCOPE, NOW));
    MoveScope part = new MoveScope(RECORDED, Optional.of(MATCH), false);
    accept(RECORDING_MATCH, "onRecorded", new Moving(part), new Move(part, NOW));
    accept(RECORDING_PART, "onSelectionNeeded", MATCHING, new Match(SELECTION, NOW));
    for (Recording recording : List.of(RECORDING, RECORDING_PART, RECORDING_MATCH)) {
      Requeue requeue = new Requeue(recording.request());
      accept(recording, "onUnfinished", new Moving(EVERYTHING), requeue, new Move(EVERYTHING, NOW));
      accept(recording, "onUntouched", new Moving(UNTOUCHED), requeue, new Move(UNTOUCHED, NOW));
      accept(recording, "onUnfinished, of a part", RESUMING, requeue, new Match(SELECTION, NOW));
      accept(recording, "onRepeated", IDLE, new Complete("request", FINISHED));
      accept(recording, "onRecordFailed", IDLE, new Fail("request", CAUSE));
    }

    accept(MATCHING, "onMatched", RECORDING_MATCH, new RecordDecision(OF_PART, Optional.of(MATCH)));
    accept(MATCHING, "onMatchFailed", IDLE, new Fail("request", CAUSE));

    MoveScope resumed = new MoveScope(UNFINISHED_PART, Optional.of(MATCH), true);
    accept(RESUMING, "onMatched", new Moving(resumed), new Move(resumed, NOW));
    accept(RESUMING, "onMatchFailed", RESUMING, new Match(SELECTION, LATER));

    accept(MOVING, "onMoved", FINISHING, new RecordResult(RESULT, NOW));
    accept(MOVING, "onMoveFailed", MOVING, new Move(SCOPE, LATER));

    accept(FINISHING, "onFinished", IDLE, new Complete("request", FINISHED));
    accept(FINISHING, "onFinishFailed", FINISHING, new RecordResult(RESULT, LATER));

    Left left = new Left(ANOTHER);
    for (ResolutionState state : STATES) {
      if (!state.equals(MOVING) && !state.equals(LEFT)) {
        accept(state, "onLeave", left, new FailAll(ANOTHER));
      }
    }
    accept(MOVING, "onLeave", left, new StopMoving(), new FailAll(ANOTHER));
    for (String event : EVENTS.keySet()) {
      if (!event.equals("onRequested")) {
        accept(LEFT, event, LEFT);
      }
    }
    accept(LEFT, "onRequested", LEFT, new Fail("request", CAUSE));
  }

  static Stream<Arguments> pairs() {
    return STATES.stream()
        .flatMap(state -> EVENTS.keySet().stream().map(event -> Arguments.of(state, event)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aPairIsAcceptedAsTheTableSaysOrRejected(ResolutionState state, String event) {
    ResolutionTransition expected = ACCEPTED.get(new Pair(state, event));
    ResolutionEvent applied = requireNonNull(EVENTS.get(event));

    if (expected == null) {
      assertThatThrownBy(() -> applied.applyTo(state))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(state.getClass().getSimpleName());
    } else {
      assertThat(applied.applyTo(state)).isEqualTo(expected);
    }
  }

  @Test
  void theTableHasEveryStateAndEveryEvent() {
    assertThat(STATES.stream().map(Object::getClass).distinct())
        .containsExactlyInAnyOrder(ResolutionState.class.getPermittedSubclasses());
    assertThat(EVENTS.keySet().stream().map(event -> event.replaceFirst(",.*", "")).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ResolutionState.class.getDeclaredMethods())
                .map(Method::getName)
                .filter(name -> name.startsWith("on"))
                .toList());
  }

  @Test
  void onlyStatesWithARecordedResolutionHaveOne() {
    assertThat(STATES.stream().filter(state -> state.resolution().isPresent()))
        .containsExactly(RESUMING, MOVING, FINISHING);
  }

  @Test
  void statesAndTransitionsHaveNoFuturesAndNoTimers() {
    noClasses()
        .that()
        .areAssignableTo(ResolutionState.class)
        .or()
        .areAssignableTo(ResolutionEffect.class)
        .or()
        .areAssignableTo(ResolutionTransition.class)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vertx..")
        .check(new ClassFileImporter().importPackagesOf(ResolutionState.class));
  }

  private static ResolutionRequest request(String id, Resolution.Order order) {
    return new ResolutionRequest(id, order, Optional.empty(), ResolutionRequest.Kind.RESOLVE);
  }

  private static Resolution resolution(String id, Resolution.Order order) {
    return new Resolution(
        id, "a", order, 1, 8, Resolution.Counts.NONE, Instant.EPOCH, Optional.empty());
  }
}
