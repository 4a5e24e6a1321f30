package io.spillway.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {
  private static final List<FaultKind> ALL = List.of(FaultKind.values());
  private static final int NODES = 3;

  private static List<PlannedFault> first(int count, long seed) {
    FaultSchedule schedule = new FaultSchedule(seed, ALL, NODES);
    return IntStream.range(0, count).mapToObj(i -> schedule.next()).toList();
  }

  @Test
  void theSameSeedGivesTheSameFaults() {
    assertThat(first(100, 7)).isEqualTo(first(100, 7));
  }

  @Test
  void anotherSeedGivesOthers() {
    assertThat(first(100, 7)).isNotEqualTo(first(100, 8));
  }

  @Test
  void everyKindComesOnceBeforeOneComesAgain() {
    List<PlannedFault> planned = first(2 * ALL.size(), 7);

    assertThat(planned.subList(0, ALL.size()))
        .extracting(PlannedFault::kind)
        .containsExactlyInAnyOrderElementsOf(ALL);
    assertThat(planned.subList(ALL.size(), planned.size()))
        .extracting(PlannedFault::kind)
        .containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void nodesAreThoseThereAre() {
    assertThat(first(200, 7)).extracting(PlannedFault::node).containsOnly(1, 2, 3);
  }

  @Test
  void aPauseLastsAsLongAsItsNameSays() {
    assertThat(first(ALL.size(), 7))
        .filteredOn(planned -> planned.kind() == FaultKind.PAUSE_30)
        .extracting(PlannedFault::duration)
        .containsExactly(Duration.ofSeconds(30));
  }

  @Test
  void everyKindHasANameOfItsOwn() {
    assertThat(FaultKind.values()).extracting(FaultKind::shortName).doesNotHaveDuplicates();
  }

  @Test
  void whatIsMissingIsTold() {
    assertThat(FaultKind.KILL_TWO.unmetRequirement(2, true, true)).contains("it takes 3 nodes");
    assertThat(FaultKind.NETWORK_FULL.unmetRequirement(3, false, true)).isPresent();
    assertThat(FaultKind.CLOCK_AHEAD.unmetRequirement(3, true, false)).isPresent();
    assertThat(ALL).allSatisfy(kind -> assertThat(kind.unmetRequirement(3, true, true)).isEmpty());
  }
}
