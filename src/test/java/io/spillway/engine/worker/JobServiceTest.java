package io.spillway.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.AutomationRouter;
import io.spillway.engine.job.JobDepth;
import io.spillway.engine.job.JobIndex;
import io.spillway.engine.job.JobPolls;
import io.spillway.engine.job.LeasedStep;
import io.spillway.engine.job.LeasedSteps;
import io.spillway.engine.job.ReportedStep;
import io.spillway.engine.job.StepReport;
import io.spillway.testing.SettableClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobServiceTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  private final Vertx vertx = Vertx.vertx();
  private final SettableClock clock = new SettableClock(Instant.ofEpochMilli(5_000));
  private final JobIndex index = new JobIndex();
  private final Automations automations = new Automations();
  private final Peers peers = new Peers();
  private final JobService service =
      new JobService(vertx, automations, index, new JobPolls(clock), peers);

  @AfterEach
  void close() {
    vertx.close().await();
  }

  /** Automations with steps that are ready, as their runners would tell the index. */
  private final class Automations implements AutomationRouter {
    private final Map<String, List<LeasedStep>> ready = new ConcurrentHashMap<>();
    private final List<Long> released = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Future<Void> before = Future.succeededFuture();

    synchronized void add(String automationId, LeasedStep... steps) {
      addQuietly(automationId, steps);
      tell(automationId);
    }

    synchronized void addQuietly(String automationId, LeasedStep... steps) {
      ready.computeIfAbsent(automationId, id -> new ArrayList<>()).addAll(List.of(steps));
    }

    private void tell(String automationId) {
      int count = ready.getOrDefault(automationId, List.of()).size();
      index.update(automationId, Map.of("t", new JobDepth(count, 0, count == 0 ? 0 : 1_000)));
    }

    @Override
    @SuppressWarnings("unchecked") // Each command is answered with what it replies.
    public <R> Future<R> send(String automationId, AutomationCommand<R> command) {
      if (automationId.equals("deleted")) {
        return Future.failedFuture(Automation.unknown(automationId).asException());
      }
      if (automationId.equals("away")) {
        return Future.failedFuture(
            new Refusal(Refusal.Reason.UNAVAILABLE, "it has no owner").asException());
      }
      if (command instanceof AutomationCommand.ReportStep report) {
        if (report.report() instanceof StepReport.Release) {
          released.add(report.executionId());
        }
        return Future.succeededFuture((R) ReportedStep.ACCEPTED);
      }
      asked.add(automationId);
      return before.map(
          done -> (R) lease(automationId, ((AutomationCommand.LeaseSteps) command).max()));
    }

    private synchronized LeasedSteps lease(String automationId, int max) {
      List<LeasedStep> steps = ready.getOrDefault(automationId, new ArrayList<>());
      List<LeasedStep> taken = List.copyOf(steps.subList(0, Math.min(max, steps.size())));
      steps.subList(0, taken.size()).clear();
      if (!taken.isEmpty()) {
        tell(automationId);
      }
      return new LeasedSteps(taken);
    }

    @Override
    public Future<String> automationOf(long executionId) {
      return Future.failedFuture("not asked for");
    }
  }

  /** One other member, which has the automation {@code far}. */
  private static final class Peers implements JobPeers {
    private volatile List<String> withReady = List.of();
    private volatile Listener listener = (type, more) -> {};
    private final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void listen(Listener listening) {
      listener = listening;
    }

    @Override
    public void onReady(String type, int more) {
      told.add(type + " " + more);
    }

    @Override
    public List<String> withReady(Set<String> types) {
      return withReady;
    }

    @Override
    public Future<List<String>> find(String member, Set<String> types, Set<String> scope, int max) {
      return Future.succeededFuture(
          scope.isEmpty() || scope.contains("far") ? List.of("far") : List.of());
    }

    @Override
    public Collection<JobTypeState> types() {
      return List.of(new JobTypeState("t", new JobDepth(1, 2, 900), 3, 6_000));
    }
  }

  private static LeasedStep step(long executionId, int bytes) {
    return new LeasedStep(
        executionId, 1, 0, "s", "t", 1, 1, 12, 9_000, new byte[bytes], new byte[0]);
  }

  private JobPoll poll(int max, Duration patience, String... scope) {
    return poll(max, patience, "", Set.of(scope));
  }

  private JobPoll poll(int max, Duration patience, String requestId, Set<String> scope) {
    return service.activate(
        new JobRequest(
            Set.of("t"),
            "w",
            max,
            Duration.ofSeconds(30),
            patience,
            new JobRequest.Caller("c", scope, requestId)));
  }

  private static List<Long> ids(JobPoll poll) {
    return poll.jobs().await().stream().map(job -> job.step().executionId()).toList();
  }

  @Test
  void jobsOfSeveralAutomationsFillAnAnswer() {
    automations.add("a", step(1, 0), step(2, 0));
    automations.add("b", step(3, 0), step(4, 0));

    assertThat(ids(poll(3, LONG))).containsExactly(1L, 2L, 3L);
    assertThat(ids(poll(3, LONG))).containsExactly(4L);
  }

  @Test
  void nothingIsAnsweredWhenTheWaitIsOver() {
    assertThat(ids(poll(3, Duration.ZERO))).isEmpty();
    assertThat(ids(poll(3, Duration.ofMillis(20)))).isEmpty();
    assertThat(service.parkedCount()).isZero();
  }

  @Test
  void oneParkedPollIsWokenForEachJobAndTheOldestFirst() {
    List<JobPoll> polls = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      polls.add(poll(1, LONG));
      int count = i;
      await().until(() -> service.parkedCount() == count);
    }

    automations.add("a", step(1, 0), step(2, 0));

    await().until(() -> polls.get(0).jobs().isComplete() && polls.get(1).jobs().isComplete());
    assertThat(service.parkedCount()).isEqualTo(2);
    assertThat(automations.asked).hasSize(2);
    assertThat(polls.get(2).jobs().isComplete()).isFalse();
  }

  @Test
  void aPollIsNotWokenForAnAutomationOutsideOfItsScope() {
    JobPoll narrow = poll(1, LONG, "b");
    await().until(() -> service.parkedCount() == 1);

    automations.add("a", step(1, 0));
    JobPoll wide = poll(1, LONG);

    assertThat(ids(wide)).containsExactly(1L);
    automations.add("b", step(2, 0));
    assertThat(ids(narrow)).containsExactly(2L);
    assertThat(automations.asked).containsExactly("a", "b");
  }

  @Test
  void whatGetsReadyWhileAPollLooksIsNotMissed() {
    Promise<Void> slow = Promise.promise();
    automations.add("a", step(1, 0));
    automations.before = slow.future();
    JobPoll first = poll(1, LONG);
    JobPoll second = poll(1, LONG);
    await().until(() -> automations.asked.size() == 2);

    automations.add("b", step(2, 0));
    automations.before = Future.succeededFuture();
    slow.complete();

    assertThat(List.of(ids(first).get(0), ids(second).get(0))).containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void anAutomationThatHandsNothingOutIsAskedAgainLater() {
    index.update("a", Map.of("t", new JobDepth(1, 0, 1_000)));
    JobPoll poll = poll(1, LONG);
    await().until(() -> service.parkedCount() == 1);
    assertThat(automations.asked).containsExactly("a");

    automations.addQuietly("a", step(1, 0));
    service.tick();

    assertThat(ids(poll)).containsExactly(1L);
  }

  @Test
  void jobsOfOtherMembersAreFoundAfterThoseOfThisNode() {
    peers.withReady = List.of("other");
    automations.addQuietly("far", step(2, 0));
    automations.add("a", step(1, 0));

    assertThat(ids(poll(5, LONG))).containsExactly(1L, 2L);
  }

  @Test
  void anAnnouncementOfAnotherMemberWakesAPoll() {
    JobPoll poll = poll(5, LONG);
    JobPoll other = poll(5, LONG);
    await().until(() -> service.parkedCount() == 2);
    automations.addQuietly("far", step(2, 0));
    peers.withReady = List.of("other");

    peers.listener.onReady("t", 1);

    assertThat(ids(poll)).containsExactly(2L);
    assertThat(other.jobs().isComplete()).isFalse();
  }

  @Test
  void otherMembersAreToldWhatGetsReadyHere() {
    automations.add("a", step(1, 0), step(2, 0));

    assertThat(peers.told).containsExactly("t 2");
  }

  @Test
  void anAnswerHasFourMebibytesAndTheRestIsGivenBack() {
    automations.add("a", step(1, 2 << 20), step(2, 1 << 20), step(3, 2 << 20), step(4, 0));

    assertThat(ids(poll(4, LONG))).containsExactly(1L, 2L, 4L);
    assertThat(automations.released).containsExactly(3L);
  }

  @Test
  void oneJobAlwaysFits() {
    automations.add("a", step(1, 9 << 20), step(2, 0));

    assertThat(ids(poll(4, LONG))).containsExactly(1L);
    assertThat(automations.released).containsExactly(2L);
  }

  @Test
  void whatACallerThatHasLeftWouldGetIsGivenBack() {
    Promise<Void> slow = Promise.promise();
    automations.add("a", step(1, 0));
    automations.before = slow.future();
    JobPoll poll = poll(1, LONG);
    await().until(() -> !automations.asked.isEmpty());

    poll.abandon();
    slow.complete();

    await().until(() -> automations.released.equals(List.of(1L)));
  }

  @Test
  void anAnswerThatNobodyGotIsGivenBack() {
    automations.add("a", step(1, 0));
    JobPoll poll = poll(1, LONG, "r", Set.of());
    assertThat(ids(poll)).containsExactly(1L);

    poll.abandon();

    await().until(() -> automations.released.equals(List.of(1L)));
    assertThat(ids(poll(1, Duration.ZERO, "r", Set.of()))).isEmpty();
  }

  @Test
  void anAnswerThatSomebodyGotIsNotGivenBack() {
    automations.add("a", step(1, 0));
    JobPoll first = poll(1, LONG, "r", Set.of());
    JobPoll again = poll(1, LONG, "r", Set.of());
    assertThat(ids(first)).containsExactly(1L);
    assertThat(ids(again)).containsExactly(1L);

    first.delivered();
    again.abandon();

    assertThat(ids(poll(1, Duration.ZERO, "r", Set.of()))).containsExactly(1L);
    assertThat(automations.released).isEmpty();
  }

  @Test
  void aRequestIdIsOfOneRequest() {
    poll(1, Duration.ZERO, "r", Set.of()).jobs().await();

    assertThatThrownBy(() -> poll(2, Duration.ZERO, "r", Set.of()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("requestId is one that came with another request");
  }

  @Test
  void aDeletedAutomationDoesNotFailAPoll() {
    index.update("deleted", Map.of("t", new JobDepth(1, 0, 1_000)));

    assertThat(ids(poll(1, Duration.ZERO))).isEmpty();
  }

  @Test
  void aPollThatReachesNobodyFails() {
    index.update("away", Map.of("t", new JobDepth(1, 0, 1_000)));

    assertThatThrownBy(() -> poll(1, Duration.ZERO).jobs().await())
        .isInstanceOf(RefusedException.class)
        .hasMessage("it has no owner");
  }

  @Test
  void tooManyPollsAreRefused() {
    List<JobPoll> polls = new ArrayList<>();
    for (int i = 0; i < ParkedPolls.MAX; i++) {
      polls.add(poll(1, LONG));
    }
    await().until(() -> service.parkedCount() == ParkedPolls.MAX);

    assertThatThrownBy(() -> poll(1, LONG).jobs().await())
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("10000 polls for jobs wait on this node");
    assertThat(ids(poll(1, Duration.ZERO))).isEmpty();

    service.close();
    await().until(() -> polls.stream().allMatch(poll -> poll.jobs().isComplete()));
  }

  @Test
  void aNodeThatStopsParksNothing() {
    service.close();

    assertThat(ids(poll(1, LONG))).isEmpty();
  }

  @Test
  void reportsAreAnsweredInTheirOrderAndTheDeletedOnesAreGone() {
    List<ReportedStep> results =
        service
            .report(
                "w",
                List.of(
                    new JobReport(
                        new JobReport.Lease("deleted", 1, 0, 1), new StepReport.Release()),
                    new JobReport(
                        new JobReport.Lease("a", 2, 0, 1), new StepReport.Complete(new byte[0]))))
            .await();

    assertThat(results)
        .extracting(ReportedStep::outcome)
        .containsExactly(ReportedStep.Outcome.GONE, ReportedStep.Outcome.ACCEPTED);
  }

  @Test
  void theTypesAreThoseOfAllMembers() {
    automations.add("a", step(1, 0));
    poll(1, Duration.ZERO).jobs().await();
    automations.add("a", step(2, 0), step(3, 0));

    assertThat(service.types())
        .containsExactly(new JobTypeState("t", new JobDepth(3, 2, 900), 4, 6_000));
  }

  @Test
  void metricsTellWhatIsReadyHere() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    automations.add("a", step(1, 0));

    new JobMetrics(service, clock, meters).refresh();

    assertThat(meters.get("spillway.jobs.ready").tag("type", "t").gauge().value()).isEqualTo(1);
    assertThat(meters.get("spillway.jobs.leased").tag("type", "t").gauge().value()).isZero();
    assertThat(meters.get("spillway.jobs.oldest.ready").tag("type", "t").gauge().value())
        .isEqualTo(4);
    assertThat(meters.get("spillway.jobs.polls.parked").gauge().value()).isZero();
  }
}
