package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.resolution.Resolution;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import io.spillway.store.AutomationStore;
import io.spillway.store.AutomationStore.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Contract of the lists of {@link AutomationStore}. */
interface AutomationReadingContract extends OpenStore {
  @Test
  default void listsAutomationsNewestFirstAndThoseOfTheSameTimeById() {
    commit(AnAutomation.of("b").defined());
    commit(AnAutomation.of("old").createdAt(StoreSamples.START.minusMillis(1)).defined());
    commit(AnAutomation.of("c").defined());
    commit(AnAutomation.of("new").createdAt(StoreSamples.START.plusMillis(1)).defined());
    assertThat(ids(all())).containsExactly("new", "c", "b", "old");
  }

  @Test
  default void leavesDeletedAutomationsOut() {
    commit(AnAutomation.of("a").defined());
    commit(AnAutomation.of("b").defined());
    commit(AnAutomation.of("a").revision(2).deletedAt(StoreSamples.START).defined());
    assertThat(ids(all())).containsExactly("b");
  }

  @Test
  default void listsOutlinesOfWhatLoadReads() {
    commit(AnAutomation.of("a").version(1, "[1]").lastExecutedAt(StoreSamples.START).defined());
    commit(AnAutomation.of("b").version(1, "[2]").described("other").inApp("app").defined());

    assertThat(store().automations().outlines(all()))
        .containsExactly(automation("b").outline(), automation("a").outline());
    assertThat(store().automations().outlines(text("other")))
        .extracting(row -> row.automation().document())
        .containsExactly(Automation.Document.EMPTY);
  }

  @Test
  default void findsTextLiterallyInAnyCase() {
    named("percent", "100% sure");
    named("underscore", "snake_case");
    named("backslash", "back\\slash");
    named("umlaut", "Ärger im BÜRO");
    named("quote", "it's \"quoted\"");
    assertThat(ids(text("%"))).containsExactly("percent");
    assertThat(ids(text("_"))).containsExactly("underscore");
    assertThat(ids(text("\\"))).containsExactly("backslash");
    assertThat(ids(text("SNAKE_"))).containsExactly("underscore");
    assertThat(ids(text("Ärger"))).containsExactly("umlaut");
    assertThat(ids(text("ÄRGER IM büro"))).containsExactly("umlaut");
    assertThat(ids(text("'s \""))).containsExactly("quote");
    assertThat(ids(text("0%s"))).isEmpty();
  }

  @Test
  default void findsTextInTheDescriptionAsItIsNow() {
    commit(AnAutomation.of("a").described("Offboarding").defined());
    commit(AnAutomation.of("b").described("Other").defined());
    assertThat(ids(text("offBOARD"))).containsExactly("a");
    commit(AnAutomation.of("a").revision(2).described("Onboarding").defined());
    assertThat(ids(text("offboard"))).isEmpty();
    assertThat(ids(text("onboard"))).containsExactly("a");
  }

  @Test
  default void findsAutomationsByAppAndById() {
    commit(AnAutomation.of("a").inApp("one").defined());
    commit(AnAutomation.of("b").inApp("two").defined());
    commit(AnAutomation.of("c").inApp("two").defined());
    assertThat(ids(query("", "two", Set.of()))).containsExactly("c", "b");
    assertThat(ids(query("", "", Set.of("a", "c", "x")))).containsExactly("c", "a");
    assertThat(ids(query("", "two", Set.of("a", "b")))).containsExactly("b");
    assertThat(ids(query("", "tw", Set.of()))).isEmpty();
  }

  @Test
  default void pagesThroughAutomationsWithoutRepeatingOrSkippingWhileOthersAreAdded() {
    List<String> expected = new ArrayList<>();
    for (int i = 20; i > 0; i--) {
      String id = "a%02d".formatted(i);
      // Four of each moment.
      commit(AnAutomation.of(id).createdAt(StoreSamples.START.plusMillis(i / 4)).defined());
      expected.add(id);
    }
    List<String> seen = new ArrayList<>();
    Optional<Position> before = Optional.empty();
    for (int page = 0; page < 7; page++) {
      List<AutomationRecord> rows =
          store().automations().outlines(new AutomationStore.Query("", "", Set.of(), before, 3));
      for (AutomationRecord row : rows) {
        seen.add(row.automation().id());
        before = Optional.of(new Position(row.automation().createdAt(), row.automation().id()));
      }
      commit(
          AnAutomation.of("later" + page)
              .createdAt(StoreSamples.START.plusSeconds(page + 1))
              .defined());
    }
    assertThat(seen).containsExactlyElementsOf(expected);
  }

  @Test
  default void countsAutomationsThatAreNotDeletedUpToALimit() {
    assertThat(store().automations().count(10)).isZero();
    commit(AnAutomation.of("a").defined());
    commit(AnAutomation.of("b").defined());
    commit(AnAutomation.of("c").defined());
    commit(AnAutomation.of("a").revision(2).deletedAt(StoreSamples.START).defined());

    assertThat(store().automations().count(10)).isEqualTo(2);
    assertThat(store().automations().count(1)).isEqualTo(1);
  }

  @Test
  default void addsUpTheBytesOfEarlierVersions() {
    int triggers = "[{\"manual\":{}}]".length();
    commit(AnAutomation.of("a").version(1, "[\"Zoë\"]").defined());
    commit(AnAutomation.of("a").revision(2).version(2, "[22]").defined());
    commit(AnAutomation.of("b").version(1, "[9]").defined());

    assertThat(store().automations().versionBytes("a", 3)).isEqualTo(8 + 4 + 2L * triggers);
    assertThat(store().automations().versionBytes("a", 2)).isEqualTo(8L + triggers);
    assertThat(store().automations().versionBytes("a", 1)).isZero();
    assertThat(store().automations().versionBytes("unknown", 9)).isZero();
  }

  @Test
  default void keepsEachVersionOfStepsAndTriggers() {
    commit(AnAutomation.of("a").version(1, "[1]").defined());
    clock().advance(Duration.ofMinutes(1));
    commit(AnAutomation.of("a").revision(2).version(2, "[2]").defined());
    clock().advance(Duration.ofMinutes(1));
    commit(AnAutomation.of("a").revision(3).version(2, "[2]").named("renamed").defined());
    commit(AnAutomation.of("a").revision(4).version(3, "[3]").defined());
    commit(AnAutomation.of("b").version(1, "[9]").defined());

    List<AutomationStore.Version> versions =
        store().automations().versions("a", Integer.MAX_VALUE, 10);
    assertThat(versions).extracting(AutomationStore.Version::number).containsExactly(3, 2, 1);
    assertThat(versions)
        .extracting(version -> version.document().steps())
        .containsExactly("[3]", "[2]", "[1]");
    assertThat(versions)
        .extracting(AutomationStore.Version::createdAt)
        .containsExactly(
            StoreSamples.START.plusSeconds(120),
            StoreSamples.START.plusSeconds(60),
            StoreSamples.START);
    assertThat(store().automations().versions("a", 3, 1))
        .extracting(AutomationStore.Version::number)
        .containsExactly(2);
  }

  @Test
  default void aDraftThatWasNeverPublishedHasNoVersions() {
    commit(AnAutomation.of("a").draft().defined());
    assertThat(automation("a")).isEqualTo(AnAutomation.of("a").draft().record());
    assertThat(store().automations().versions("a", Integer.MAX_VALUE, 10)).isEmpty();
    commit(AnAutomation.of("a").revision(2).version(1, "[1]").defined());
    assertThat(store().automations().versions("a", Integer.MAX_VALUE, 10))
        .extracting(AutomationStore.Version::number)
        .containsExactly(1);
  }

  @Test
  default void readsAResolutionOfItsAutomationOnly() {
    Resolution running = start("r", 0, 1);
    assertThat(store().automations().resolution("a", "r")).contains(running);
    assertThat(store().automations().resolution("b", "r")).isEmpty();
    assertThat(store().automations().resolution("a", "x")).isEmpty();
  }

  @Test
  default void aFinishedResolutionRunsNoMore() {
    Resolution first = start("r1", 5, 1);
    Resolution second = start("r2", 0, 2);
    assertThat(store().automations().allUnfinishedResolutions()).containsExactly(second, first);
    assertThat(store().automations().unfinishedResolutions("a")).containsExactly(second, first);
    assertThat(store().automations().unfinishedResolutions("b")).isEmpty();
    Resolution finished =
        second.finished(new Resolution.Counts(1_990, 10), StoreSamples.START.plusSeconds(8));
    commit(
        AutomationCommit.changingBreaker(
            AnAutomation.of("a").revision(3).record(), Optional.of(finished), List.of()));
    assertThat(store().automations().allUnfinishedResolutions()).containsExactly(first);
    assertThat(store().automations().unfinishedResolutions("a")).containsExactly(first);
    assertThat(store().automations().resolution("a", "r2")).contains(finished);
  }

  @Test
  default void pagesThroughResolutionsNewestFirst() {
    start("r1", 0, 1);
    start("r3", 1, 2);
    start("r2", 1, 3);
    start("r4", 1, 4);
    List<String> seen = new ArrayList<>();
    Optional<Position> before = Optional.empty();
    for (int page = 0; page < 3; page++) {
      for (Resolution row : store().automations().resolutions("a", before, 2)) {
        seen.add(row.id());
        before = Optional.of(new Position(row.startedAt(), row.id()));
      }
      start("later" + page, 10 + page, 5 + page);
    }
    assertThat(seen).containsExactly("r4", "r3", "r2", "r1");
    assertThat(store().automations().resolutions("b", Optional.empty(), 10)).isEmpty();
  }

  /** Starts a resolution of automation {@code a} with the step that makes this revision. */
  private Resolution start(String id, int afterMillis, long revision) {
    Resolution resolution = StoreSamples.resolution(id, StoreSamples.START.plusMillis(afterMillis));
    commit(
        AutomationCommit.redefining(
            AnAutomation.of("a").revision(revision).record(), Optional.of(resolution), List.of()));
    return resolution;
  }

  private void named(String id, String name) {
    commit(AnAutomation.of(id).named(name).defined());
  }

  private List<String> ids(AutomationStore.Query query) {
    return store().automations().outlines(query).stream()
        .map(row -> row.automation().id())
        .toList();
  }

  private static AutomationStore.Query all() {
    return text("");
  }

  private static AutomationStore.Query text(String text) {
    return query(text, "", Set.of());
  }

  private static AutomationStore.Query query(String text, String appId, Set<String> ids) {
    return new AutomationStore.Query(text, appId, ids, Optional.empty(), 100);
  }
}
