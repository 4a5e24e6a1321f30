package io.spillway.engine.actor;

import static io.spillway.domain.execution.ExecutionState.PAUSED_BY_CIRCUIT_BREAKER;
import static io.spillway.domain.execution.ExecutionState.PENDING;
import static io.spillway.domain.execution.ExecutionState.TERMINATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.PausedFilter;
import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.Selection;
import io.spillway.engine.search.ExecutionPage;
import io.spillway.engine.search.ExecutionView;
import io.spillway.engine.search.PausedSummary;
import io.spillway.engine.search.UnreadableSegment;
import io.spillway.store.UnreadableSegmentException;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is held is looked at, and a part of it resolved. */
class ReviewTest extends ActorTestCase {
  private static final PausedFilter OF_SALES = where("/change/department", "\"Sales\"");

  @Test
  void sumsUpWhatIsHeld() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 10);
    Instant first = clock.instant();
    hold(id, 1_500, "Sales");
    clock.advance(Duration.ofSeconds(3));
    hold(id, 700, "Legal");
    trigger(id, "{\"change\":{\"department\":null},\"n\":1}");
    trigger(id, "{\"change\":[1],\"n\":1.0}");

    PausedSummary summary =
        summary(id, PausedFilter.ALL, List.of("/change/department", "n", "change"));

    assertThat(summary.count()).isEqualTo(2_202);
    assertThat(summary.firstAt()).contains(first);
    assertThat(summary.lastAt()).contains(first.plusSeconds(3));
    PausedSummary.Values departments = summary.fields().get(0);
    assertThat(departments.top())
        .containsExactly(
            new PausedSummary.Counted("\"Sales\"", 1_500),
            new PausedSummary.Counted("\"Legal\"", 700));
    assertThat(departments.absentCount()).isEqualTo(2);
    assertThat(summary.fields().get(1).top().get(0)).isEqualTo(new PausedSummary.Counted("1", 4));
    assertThat(summary.fields().get(1).top()).hasSize(10);
    assertThat(summary.fields().get(2).otherCount()).isEqualTo(2_202);
  }

  @Test
  void sumsUpNothing() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 10);

    PausedSummary summary = summary(id, PausedFilter.ALL, List.of("n"));

    assertThat(summary.count()).isZero();
    assertThat(summary.firstAt()).isEmpty();
    assertThat(summary.throughExecutionId()).isZero();
  }

  @Test
  void looksOnlyAtWhatTheFilterAccepts() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 10);
    hold(id, 20, "Sales");
    clock.advance(Duration.ofSeconds(1));
    Instant later = clock.instant();
    hold(id, 30, "Sales");
    hold(id, 40, "Legal");

    assertThat(summary(id, OF_SALES, List.of()).count()).isEqualTo(50);
    PausedFilter salesLater =
        new PausedFilter(Optional.of(later), Optional.empty(), OF_SALES.contextEquals());
    assertThat(summary(id, salesLater, List.of()).count()).isEqualTo(30);
    PausedFilter earlier = new PausedFilter(Optional.empty(), Optional.of(later), Map.of());
    assertThat(summary(id, earlier, List.of()).count()).isEqualTo(20);
    assertThat(pages(id, salesLater)).hasSize(30).allMatch(view -> isOf(view, "Sales"));
    assertThat(pages(id, earlier)).hasSize(20);
    assertThat(pages(id, PausedFilter.ALL)).hasSize(90);
  }

  @Test
  void resolvesJustWhatWasReviewed() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 10);
    hold(id, 2_000, "Sales");
    hold(id, 1_000, "Legal");
    Selection reviewed = review(id, OF_SALES);
    hold(id, 500, "Sales");

    Resolution cancelled = TestNode.await(resolve(id, Decision.CANCEL, reviewed));

    assertThat(cancelled.total()).isEqualTo(2_000);
    assertThat(cancelled.counts()).isEqualTo(new Resolution.Counts(2_000, 0));
    assertThat(count(id, TERMINATE)).isEqualTo(2_000);
    assertThat(executions(id))
        .filteredOn(view -> view.status().state() == TERMINATE)
        .allMatch(view -> isOf(view, "Sales"));
    assertThat(node.report(id).pausedCount()).isEqualTo(1_500);
    AuditEvent row = resolutions(id).get(0);
    assertThat(row.details()).containsEntry("pausedCount", 2_000L).containsKey("selection");
    assertThat(store.automations().resolution(id, cancelled.id()).orElseThrow().order().selection())
        .contains(reviewed);
    // What was not reviewed is there for the next.
    assertThat(TestNode.await(node.resolve(id, Decision.RUN)).counts().paused()).isEqualTo(1_500);
    assertThat(count(id, PENDING)).isEqualTo(1_510);
  }

  @Test
  void aReviewIsGoodForOneResolve() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 10);
    hold(id, 30, "Sales");
    Selection reviewed = review(id, PausedFilter.ALL);
    TestNode.await(resolve(id, Decision.RUN, reviewed));

    Refusal refusal = refusalOf(resolve(id, Decision.CANCEL, reviewed));

    assertThat(refusal.reason()).isEqualTo(Refusal.Reason.FAILED_PRECONDITION);
    assertThat(refusal.message()).contains("30 paused executions, of which 0 are still paused");
    assertThat(resolutions(id)).hasSize(1);
  }

  @Test
  void whatWasTerminatedSinceTheReviewMakesItVoidAndNothingIsDone() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 10);
    hold(id, 2_000, "Sales");
    Selection reviewed = review(id, OF_SALES);
    long one = pages(id, OF_SALES).get(7).status().executionId();
    send(id, new AutomationCommand.MoveExecution(one, TERMINATE, "somebody"));

    Refusal refusal = refusalOf(resolve(id, Decision.RUN, reviewed));

    assertThat(refusal.message())
        .contains("2000 paused executions, of which 1999 are still paused");
    assertThat(node.report(id).pausedCount()).isEqualTo(1_999);
    assertThat(node.report(id).automation().breaker().generation()).isEqualTo(1);
    assertThat(resolutions(id)).isEmpty();
  }

  @Test
  void terminationsDuringTheResolveEitherCountOrMakeItVoid() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 10);
    hold(id, 3_000, "Sales");
    Selection reviewed = review(id, OF_SALES);
    List<Long> some =
        pages(id, OF_SALES).stream().map(view -> view.status().executionId()).limit(200).toList();

    Future<Resolution> resolving = resolve(id, Decision.RUN, reviewed);
    List<Future<Ack>> terminations = new ArrayList<>();
    for (long executionId : some) {
      terminations.add(
          node.router.send(
              id, new AutomationCommand.MoveExecution(executionId, TERMINATE, "somebody")));
    }
    boolean resolved = succeeds(resolving);
    terminations.forEach(ActorTestCase::succeeds);

    long released = resolved ? resolving.result().counts().paused() : 0;
    long terminated =
        auditOf(id).stream()
            .filter(event -> event.kind() == AuditEvent.Kind.EXECUTION_TERMINATED)
            .count();
    assertThat(terminated).isEqualTo(200);
    assertThat(count(id, TERMINATE)).isEqualTo(200);
    assertThat(count(id, PAUSED_BY_CIRCUIT_BREAKER)).isEqualTo(resolved ? 0 : 2_800);
    assertThat(released).isIn(0L, 2_800L, 3_000L);
  }

  @Test
  void aFailureLeavesOnlyWhatWasReviewedToBeTriedAgain() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 10);
    hold(id, 900, "Sales");
    hold(id, 900, "Legal");
    Selection reviewed = review(id, OF_SALES);
    long faulty = ExecutionIds.segmentOf(pages(id, OF_SALES).get(0).status().executionId());
    store.failSaves(segment -> segment.segmentId() == faulty);

    Resolution first = TestNode.await(resolve(id, Decision.RUN, reviewed));
    store.heal();

    assertThat(first.counts().errored()).isPositive();
    assertThat(first.counts().paused() + first.counts().errored()).isEqualTo(900);
    Selection rest = review(id, OF_SALES);
    assertThat(rest.count()).isEqualTo(first.counts().errored());
    assertThat(TestNode.await(resolve(id, Decision.RUN, rest)).counts().paused())
        .isEqualTo(rest.count());
    assertThat(node.report(id).pausedCount()).isEqualTo(900);
  }

  @Test
  void anEmptyReviewResolvesNothingAndIsRecorded() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 10);
    hold(id, 30, "Sales");
    Selection reviewed = review(id, where("/change/department", "\"Nobody\""));

    Resolution cancelled = TestNode.await(resolve(id, Decision.CANCEL, reviewed));

    assertThat(reviewed.count()).isZero();
    assertThat(cancelled.counts()).isEqualTo(Resolution.Counts.NONE);
    assertThat(node.report(id).pausedCount()).isEqualTo(30);
    assertThat(resolutions(id)).hasSize(1);
  }

  @Test
  void whatASummaryShowsCanBeReviewedAndResolved() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 10);
    List<String> values =
        List.of(
            "1970670598291982290",
            "1970670598291982291",
            "1.00000000000000000001",
            "1e2",
            "1e400",
            "\"5\"",
            "5",
            "\" Sales \"",
            "\"cut \\ud83d\"",
            "\"\"");
    for (String value : values) {
      trigger(id, "{\"/a~2\":" + value + "}");
    }

    PausedSummary.Values shown = summary(id, PausedFilter.ALL, List.of("/~1a~02")).fields().get(0);

    assertThat(shown.top()).hasSize(values.size()).allMatch(value -> value.count() == 1);
    for (PausedSummary.Counted value : shown.top()) {
      Selection reviewed = review(id, where("/~1a~02", value.json()));
      assertThat(reviewed.count()).as(value.json()).isEqualTo(1);
      assertThat(TestNode.await(resolve(id, Decision.RUN, reviewed)).counts().paused())
          .as(value.json())
          .isEqualTo(1);
    }
    assertThat(node.report(id).pausedCount()).isZero();
  }

  @Test
  void anUnreadableSegmentIsLeftOutAndTheRestIsResolved() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 10);
    hold(id, 3_000, "Sales");
    long damaged = ExecutionIds.segmentOf(pages(id, OF_SALES).get(1_500).status().executionId());
    store.onLoad(
        segmentId -> {
          if (segmentId == damaged) {
            throw new UnreadableSegmentException(segmentId, "damaged");
          }
        });
    node.grid.segments().evict(damaged).toCompletableFuture().join();

    PausedSummary summary = summary(id, OF_SALES, List.of());
    Selection reviewed = review(id, OF_SALES);
    Resolution released = TestNode.await(resolve(id, Decision.RUN, reviewed));
    Resolution all = TestNode.await(node.resolve(id, Decision.RUN));

    assertThat(summary.unreadable())
        .extracting(UnreadableSegment::segmentId)
        .containsExactly(damaged);
    assertThat(pages(id, PausedFilter.ALL)).isEmpty();
    assertThat(reviewed.count()).isLessThan(3_000);
    assertThat(released.counts()).isEqualTo(new Resolution.Counts(reviewed.count(), 0));
    assertThat(all.counts()).isEqualTo(new Resolution.Counts(0, 3_000 - reviewed.count()));
    store.onLoad(segmentId -> {});
  }

  @Test
  void aRetryTakesJustWhatTheResolutionCouldNotMove() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 10);
    hold(id, 900, "Sales");
    hold(id, 900, "Legal");
    Selection reviewed = review(id, OF_SALES);
    long faulty = ExecutionIds.segmentOf(pages(id, OF_SALES).get(0).status().executionId());
    store.failSaves(segment -> segment.segmentId() == faulty);
    Resolution first = TestNode.await(resolve(id, Decision.CANCEL, reviewed));
    store.heal();
    hold(id, 500, "Sales");

    Selection failed = review(id, PausedFilter.retryOf(first.id()));
    List<ExecutionView> listed = pages(id, PausedFilter.retryOf(first.id()));
    Resolution retried = TestNode.await(resolve(id, Decision.CANCEL, failed));

    assertThat(first.counts().errored()).isPositive();
    assertThat(failed.count()).isEqualTo(first.counts().errored());
    assertThat(listed)
        .hasSize(Math.toIntExact(failed.count()))
        .allMatch(each -> ExecutionIds.segmentOf(each.status().executionId()) == faulty);
    assertThat(retried.counts()).isEqualTo(new Resolution.Counts(first.counts().errored(), 0));
    assertThat(count(id, TERMINATE)).isEqualTo(900);
    assertThat(node.report(id).pausedCount()).isEqualTo(1_390);
    assertThat(review(id, PausedFilter.retryOf(first.id())).count()).isZero();
    Resolution stored = store.automations().resolution(id, retried.id()).orElseThrow();
    assertThat(stored.retryOf()).contains(first.id());
  }

  @Test
  void aRetryOfAnUnreadableSegmentTakesWhatIsPausedInItNow() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 10);
    hold(id, 30, "Sales");
    long damaged = ExecutionIds.segmentOf(pages(id, OF_SALES).get(0).status().executionId());
    store.onLoad(
        segmentId -> {
          if (segmentId == damaged) {
            throw new UnreadableSegmentException(segmentId, "damaged");
          }
        });
    node.grid.segments().evict(damaged).toCompletableFuture().join();
    Resolution first = TestNode.await(node.resolve(id, Decision.RUN));
    store.onLoad(segmentId -> {});

    assertThat(first.counts()).isEqualTo(new Resolution.Counts(0, 30));
    assertThat(String.valueOf(resolutions(id).get(0).details().get("unreadable")))
        .contains(String.valueOf(ExecutionIds.of(damaged, 0)), "damaged");
    Selection failed = review(id, PausedFilter.retryOf(first.id()));
    assertThat(failed.count()).isEqualTo(30);
    assertThat(TestNode.await(resolve(id, Decision.RUN, failed)).counts().paused()).isEqualTo(30);
  }

  @Test
  void aRetryOfAnUnreadableSegmentTakesOnlyWhatWasSelectedInIt() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 10);
    hold(id, 30, "Sales");
    hold(id, 20, "Legal");
    Selection reviewed = review(id, OF_SALES);
    long damaged = ExecutionIds.segmentOf(pages(id, OF_SALES).get(0).status().executionId());
    store.failSaves(segment -> segment.segmentId() == damaged);
    Resolution first = TestNode.await(resolve(id, Decision.CANCEL, reviewed));
    store.heal();
    store.forgetRanges();
    hold(id, 5, "Sales");

    Selection failed = review(id, PausedFilter.retryOf(first.id()));
    Resolution retried = TestNode.await(resolve(id, Decision.CANCEL, failed));
    Selection failedAgain = review(id, PausedFilter.retryOf(retried.id()));
    store.heal();

    assertThat(first.counts()).isEqualTo(new Resolution.Counts(0, 30));
    assertThat(failed.count()).isEqualTo(30);
    assertThat(retried.counts()).isEqualTo(new Resolution.Counts(30, 0));
    assertThat(failedAgain.count()).isZero();
  }

  @Test
  void withoutAResetTripAndWindowStay() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 10);
    hold(id, 30, "Sales");
    hold(id, 20, "Legal");
    Selection reviewed = review(id, OF_SALES);
    BreakerReport before = node.report(id);
    Resolution.Order order =
        new Resolution.Order(Decision.RUN, "a test", "test", Optional.of(reviewed), false);

    Resolution released =
        TestNode.await(node.router.send(id, new AutomationCommand.ResolvePaused(order)));

    assertThat(released.counts().paused()).isEqualTo(30);
    BreakerReport after = node.report(id);
    assertThat(after.automation().breaker()).isEqualTo(before.automation().breaker());
    assertThat(after.windowCount()).isEqualTo(before.windowCount()).isEqualTo(10);
    trigger(id, "{}");
    assertThat(node.report(id).pausedCount()).isEqualTo(21);
    assertThat(
            store.automations().resolution(id, released.id()).orElseThrow().order().resetBreaker())
        .isFalse();
  }

  @Test
  void aRetryOfAnUnreadableSegmentLeavesWhatIsPausedLater() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 10);
    hold(id, 30, "Sales");
    long damaged = ExecutionIds.segmentOf(pages(id, OF_SALES).get(0).status().executionId());
    store.onLoad(
        segmentId -> {
          if (segmentId == damaged) {
            throw new UnreadableSegmentException(segmentId, "damaged");
          }
        });
    node.grid.segments().evict(damaged).toCompletableFuture().join();
    Resolution.Order all =
        new Resolution.Order(Decision.RUN, "a test", "test", Optional.empty(), false);
    Resolution first =
        TestNode.await(node.router.send(id, new AutomationCommand.ResolvePaused(all)));
    store.onLoad(segmentId -> {});
    hold(id, 5, "Sales");

    Selection failed = review(id, PausedFilter.retryOf(first.id()));

    assertThat(first.counts()).isEqualTo(new Resolution.Counts(0, 30));
    assertThat(failed.count()).isEqualTo(30);
    assertThat(TestNode.await(resolve(id, Decision.RUN, failed)).counts().paused()).isEqualTo(30);
    assertThat(node.report(id).pausedCount()).isEqualTo(5);
  }

  private static PausedFilter where(String field, String json) {
    return new PausedFilter(Optional.empty(), Optional.empty(), Map.of(field, json));
  }

  private void hold(String id, int count, String department) {
    List<Future<Long>> held = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String context = "{\"n\":" + i + ",\"change\":{\"department\":\"" + department + "\"}}";
      held.add(
          node.router.send(
              id, new AutomationCommand.Execute(context.getBytes(StandardCharsets.UTF_8), "test")));
    }
    TestNode.await(Future.all(held));
  }

  private void trigger(String id, String context) {
    send(id, new AutomationCommand.Execute(context.getBytes(StandardCharsets.UTF_8), "test"));
  }

  private PausedSummary summary(String id, PausedFilter filter, List<String> fields) {
    return node.searches
        .paused()
        .summarize(id, filter, fields, () -> true)
        .toCompletableFuture()
        .join();
  }

  private Selection review(String id, PausedFilter filter) {
    PausedSummary summary = summary(id, filter, List.of());
    return new Selection(filter, summary.throughExecutionId(), summary.count());
  }

  private Future<Resolution> resolve(String id, Decision decision, Selection selection) {
    Resolution.Order order =
        new Resolution.Order(decision, "a test", "test", Optional.of(selection));
    return node.router.send(id, new AutomationCommand.ResolvePaused(order));
  }

  private List<ExecutionView> pages(String id, PausedFilter filter) {
    List<ExecutionView> all = new ArrayList<>();
    Optional<Long> before = Optional.of(Long.MAX_VALUE);
    while (before.isPresent()) {
      ExecutionPage page =
          node.searches.paused().page(id, filter, before.get(), 70).toCompletableFuture().join();
      all.addAll(page.executions());
      before = page.next().map(place -> place.executionId());
    }
    return all;
  }

  private List<AuditEvent> resolutions(String id) {
    return auditOf(id).stream()
        .filter(
            event ->
                event.kind() == AuditEvent.Kind.PAUSED_RUN
                    || event.kind() == AuditEvent.Kind.PAUSED_CANCELLED)
        .toList();
  }

  private static boolean isOf(ExecutionView view, String department) {
    return new String(view.fact().context(), StandardCharsets.UTF_8).contains(department);
  }
}
