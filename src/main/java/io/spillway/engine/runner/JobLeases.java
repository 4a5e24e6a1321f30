package io.spillway.engine.runner;

import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.engine.job.LeasedStep;
import io.spillway.engine.job.LeasedSteps;
import io.spillway.engine.step.ExpressionFailedException;
import io.spillway.engine.step.Step;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Leases jobs of one automation to workers. Runs on the actor's context. */
final class JobLeases {
  /** Of the contexts of what is leased at once; one job always fits. */
  private static final long MAX_BYTES = 3L << 20;

  private final AutomationRunner runner;
  private final JobQueue queue;
  private final CandidateReader reader;

  JobLeases(AutomationRunner runner, JobQueue queue) {
    this.runner = runner;
    this.queue = queue;
    this.reader = new CandidateReader(runner.shared());
  }

  /** A job to be leased, with what the worker gets. */
  private record Offer(Change change, Optional<LeasedStep> step, JobLease lease) {}

  Future<LeasedSteps> lease(Set<String> types, String worker, int max, Duration lease) {
    int room = (int) Math.min(max, Math.min(runner.room(), runner.availableByPace()));
    List<Long> taken = room <= 0 ? List.of() : queue.oldest(types, room);
    if (taken.isEmpty()) {
      return Future.succeededFuture(LeasedSteps.NONE);
    }
    Map<Long, List<Long>> bySegment = new TreeMap<>();
    Map<Long, String> typesOf = new HashMap<>();
    for (long executionId : taken) {
      typesOf.put(executionId, queue.typeOf(executionId));
      queue.remove(executionId);
      bySegment
          .computeIfAbsent(ExecutionIds.segmentOf(executionId), first -> new ArrayList<>())
          .add(executionId);
    }
    runner.starting(taken.size());
    runner.pace().take(taken.size());
    List<LeasedStep> leased = new ArrayList<>();
    Future<Void> done = Future.succeededFuture();
    for (Map.Entry<Long, List<Long>> some : bySegment.entrySet()) {
      done =
          done.compose(
              before ->
                  leaseOf(
                          some.getKey(),
                          some.getValue(),
                          typesOf,
                          new Terms(worker, lease, bytesLeft(leased)))
                      .map(
                          more -> {
                            leased.addAll(more);
                            return null;
                          }));
    }
    return done.transform(
        ended -> {
          runner.starting(-taken.size());
          if (ended.failed()) {
            putBack(taken, typesOf, leased);
            return leased.isEmpty()
                ? Future.failedFuture(ended.cause())
                : Future.succeededFuture(new LeasedSteps(leased));
          }
          return Future.succeededFuture(new LeasedSteps(leased));
        });
  }

  /**
   * How jobs are leased.
   *
   * @param worker to whom
   * @param lease for how long
   * @param maxBytes of contexts; one job always fits
   */
  private record Terms(String worker, Duration lease, long maxBytes) {}

  private static long bytesLeft(List<LeasedStep> leased) {
    return MAX_BYTES - leased.stream().mapToLong(LeasedStep::bytes).sum();
  }

  private void putBack(List<Long> taken, Map<Long, String> typesOf, List<LeasedStep> leased) {
    List<Long> given = leased.stream().map(LeasedStep::executionId).toList();
    long now = runner.shared().clock().millis();
    taken.stream()
        .filter(executionId -> !given.contains(executionId))
        .forEach(executionId -> queue.add(executionId, typesOf.getOrDefault(executionId, ""), now));
  }

  private Future<List<LeasedStep>> leaseOf(
      long segmentId, List<Long> executionIds, Map<Long, String> typesOf, Terms terms) {
    List<Integer> slots = executionIds.stream().map(ExecutionIds::slotOf).toList();
    return Future.fromCompletionStage(
            runner.shared().segments().read(segmentId, slots), runner.host().context())
        .compose(
            read -> {
              List<ExecutionStatus> waiting =
                  read.executions().stream()
                      .filter(execution -> execution.state() == ExecutionState.GET_STEP)
                      .filter(execution -> execution.position().dueMillis() > 0)
                      .toList();
              return waiting.isEmpty()
                  ? Future.succeededFuture(List.<Offer>of())
                  : offers(segmentId, waiting, typesOf, terms);
            })
        .compose(offers -> write(segmentId, offers));
  }

  /** What does not fit into this answer is queued again, still untouched. */
  private Future<List<Offer>> offers(
      long segmentId, List<ExecutionStatus> waiting, Map<Long, String> typesOf, Terms terms) {
    long now = runner.shared().clock().millis();
    String automationId = runner.host().automationId();
    return runner
        .host()
        .context()
        .executeBlocking(
            () ->
                reader
                    .read(automationId, segmentId, waiting, Math.max(1, terms.maxBytes()))
                    .stream()
                    .map(candidate -> offer(candidate, terms, now))
                    .toList(),
            false)
        .map(
            offers -> {
              for (ExecutionStatus left : waiting.subList(offers.size(), waiting.size())) {
                long executionId = left.executionId();
                queue.add(
                    executionId, typesOf.getOrDefault(executionId, ""), left.updatedAtMillis());
              }
              return offers;
            });
  }

  /** Evaluates templates: not on an event loop. */
  private Offer offer(Candidate candidate, Terms terms, long now) {
    if (candidate.next().what() instanceof NextStep.What.Fail failed) {
      return failed(candidate, failed.error().message(), now);
    }
    Step step = candidate.steps().get(candidate.position().step());
    JobLease lease = new JobLease(step.jobType(), terms.worker(), now, candidate.steps().size());
    JsonObject input;
    try {
      input = runner.shared().steps().expressions().configuration(step, candidate.context());
    } catch (ExpressionFailedException e) {
      return failed(candidate, String.valueOf(e.getMessage()), now);
    } catch (RuntimeException e) {
      return failed(candidate, e.getClass().getSimpleName(), now);
    }
    long due = now + terms.lease().toMillis();
    Change change = runner.planner().onLeased(candidate, due);
    LeasedStep leased =
        new LeasedStep(
            candidate.executionId(),
            candidate.fact().automationVersion(),
            step.index(),
            step.name(),
            step.jobType(),
            change.move().position().run(),
            candidate.position().attempts() + 1,
            RetrySchedule.MAX_ATTEMPTS,
            due,
            input.toBuffer().getBytes(),
            new JsonObject(candidate.context().values()).toBuffer().getBytes());
    return new Offer(change, Optional.of(leased), lease);
  }

  private Offer failed(Candidate candidate, String message, long now) {
    Change change =
        runner.planner().onFailedInput(candidate.executionId(), candidate.position(), message, now);
    return new Offer(change, Optional.empty(), new JobLease("", "", now, 0));
  }

  private Future<List<LeasedStep>> write(long segmentId, List<Offer> offers) {
    if (offers.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    return runner
        .made(segmentId, offers.stream().map(Offer::change).toList())
        .map(
            made -> {
              List<LeasedStep> leased = new ArrayList<>();
              for (int i = 0; i < offers.size(); i++) {
                Offer offer = offers.get(i);
                if (made.get(i) && offer.step().isPresent()) {
                  queue.leased(offer.change().executionId(), offer.lease());
                  leased.add(offer.step().get());
                }
              }
              return leased;
            });
  }

  /** The types of jobs, as far as they can be read; who holds them is not stored. */
  Future<Map<ExecutionStatus, JobLease>> describe(List<ExecutionStatus> jobs) {
    if (jobs.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return runner.host().context().executeBlocking(() -> describeNow(jobs), false);
  }

  private Map<ExecutionStatus, JobLease> describeNow(List<ExecutionStatus> jobs) {
    Map<Long, ExecutionFact> facts = reader.facts(jobs, Long.MAX_VALUE);
    Map<ExecutionStatus, JobLease> described = new HashMap<>();
    for (ExecutionStatus job : jobs) {
      @Nullable ExecutionFact fact = facts.get(job.executionId());
      if (fact == null) {
        continue;
      }
      runner
          .shared()
          .steps()
          .definitions()
          .of(runner.host().automationId(), fact.automationVersion())
          .filter(steps -> job.position().step() < steps.size())
          .map(
              steps ->
                  new JobLease(
                      steps.get(job.position().step()).jobType(),
                      "",
                      job.updatedAtMillis(),
                      steps.size()))
          .ifPresent(lease -> described.put(job, lease));
    }
    return described;
  }
}
