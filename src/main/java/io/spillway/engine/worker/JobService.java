package io.spillway.engine.worker;

import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.AutomationRouter;
import io.spillway.engine.job.JobDepth;
import io.spillway.engine.job.JobIndex;
import io.spillway.engine.job.JobPolls;
import io.spillway.engine.job.ReportedStep;
import io.spillway.engine.job.StepReport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leases jobs to workers, and takes their reports. Thread-safe. */
public final class JobService {
  private static final Logger LOG = LoggerFactory.getLogger(JobService.class);

  /** How often parked polls look again for what is said to be ready and was not handed out. */
  private static final long TICK_MILLIS = 500;

  /** Polls that look again for each type at a tick. */
  private static final int WOKEN = 16;

  private final Vertx vertx;
  private final AutomationRouter router;
  private final JobIndex index;
  private final JobPolls polls;
  private final JobPeers peers;
  private final ParkedPolls parked = new ParkedPolls();
  private final RecentPolls recent = new RecentPolls();
  private volatile boolean closed;

  /**
   * @param vertx for timers
   * @param router to the automations
   * @param index the jobs of this node; its listener is replaced
   * @param polls remembers who asked
   * @param peers the jobs of other members; its listener is replaced
   */
  public JobService(
      Vertx vertx, AutomationRouter router, JobIndex index, JobPolls polls, JobPeers peers) {
    this.vertx = vertx;
    this.router = router;
    this.index = index;
    this.polls = polls;
    this.peers = peers;
    index.listen(
        (automationId, type, more) -> {
          parked.wake(type, more, poll -> poll.sees(automationId));
          peers.onReady(type, more);
        });
    peers.listen((type, more) -> parked.wake(type, more, poll -> true));
  }

  /** Starts to look again now and then. */
  public void start() {
    vertx.setPeriodic(TICK_MILLIS, tick -> tick());
  }

  /** Has some parked polls look again where jobs are ready. */
  void tick() {
    index.tryAgain();
    Map<String, JobDepth> here = index.totals();
    for (String type : parked.types()) {
      int ready = here.getOrDefault(type, JobDepth.NONE).ready();
      boolean isElsewhere = !peers.withReady(Set.of(type)).isEmpty();
      if (ready > 0 || isElsewhere) {
        parked.wake(type, isElsewhere ? WOKEN : Math.min(WOKEN, ready), poll -> true);
      }
    }
  }

  /**
   * Leases jobs; waits for them if there are none.
   *
   * @throws RefusedException (ALREADY_EXISTS) if the request id came with another request
   */
  public JobPoll activate(JobRequest request) {
    polls.polled(request.types(), request.worker());
    Activation asked = new Activation(request, this, vertx.getOrCreateContext());
    Activation first = recent.firstOf(asked);
    first.join();
    if (first.equals(asked)) {
      asked.start();
    }
    return new JobPoll(first, asked.context());
  }

  /**
   * Reports about jobs.
   *
   * @return what became of each, in their order; fails if one could not be taken, and all may be
   *     sent again then
   */
  public Future<List<ReportedStep>> report(String worker, List<JobReport> reports) {
    List<Future<ReportedStep>> taken =
        reports.stream().map(report -> send(worker, report.lease(), report.report())).toList();
    return Future.join(taken).map(all -> taken.stream().map(Future::result).toList());
  }

  private Future<ReportedStep> send(String worker, JobReport.Lease lease, StepReport report) {
    return router
        .send(
            lease.automationId(),
            new AutomationCommand.ReportStep(
                lease.executionId(), lease.step(), lease.run(), worker, report))
        .recover(JobService::goneIfUnknown);
  }

  private static Future<ReportedStep> goneIfUnknown(Throwable failure) {
    return failure instanceof RefusedException refused
            && refused.refusal().reason() == Refusal.Reason.NOT_FOUND
        ? Future.succeededFuture(
            ReportedStep.refused(ReportedStep.Outcome.GONE, refused.refusal().message()))
        : Future.failedFuture(failure);
  }

  /** Gives a job back that nobody got. */
  void release(String worker, Job job) {
    send(worker, JobReport.Lease.of(job), new StepReport.Release())
        .onFailure(
            failure ->
                LOG.warn(
                    "a lease of execution {} that no worker got is not given back, and ends in"
                        + " time: {}",
                    job.step().executionId(),
                    failure.getMessage()));
  }

  /** The types of jobs in the cluster: those that exist, and those that workers ask for. */
  public Collection<JobTypeState> types() {
    Map<String, JobTypeState> byType = new TreeMap<>();
    ofThisNode().forEach(state -> byType.put(state.type(), state));
    peers.types().forEach(state -> byType.merge(state.type(), state, JobTypeState::plus));
    return byType.values();
  }

  /** What this node has, and who asks it. */
  public List<JobTypeState> ofThisNode() {
    return statesOf(index, polls);
  }

  static List<JobTypeState> statesOf(JobIndex index, JobPolls polls) {
    Map<String, JobDepth> depths = index.totals();
    Set<String> types = new HashSet<>(depths.keySet());
    types.addAll(polls.types());
    return types.stream()
        .map(
            type ->
                new JobTypeState(
                    type,
                    depths.getOrDefault(type, JobDepth.NONE),
                    polls.workers(type),
                    polls.lastPoll(type).orElse(0)))
        .toList();
  }

  /** Answers what is parked, and parks no more: the node stops. */
  public void close() {
    closed = true;
    parked.removeAll().forEach(Activation::close);
  }

  /** The number of polls that wait for jobs on this node. */
  public int parkedCount() {
    return parked.size();
  }

  AutomationRouter router() {
    return router;
  }

  JobIndex index() {
    return index;
  }

  JobPeers peers() {
    return peers;
  }

  ParkedPolls parked() {
    return parked;
  }

  boolean isClosed() {
    return closed;
  }

  void ended(Activation poll, long bytes) {
    recent.answered(poll, bytes);
  }

  void forget(Activation poll) {
    recent.forget(poll);
  }
}
