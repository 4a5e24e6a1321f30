package io.spillway.engine.worker;

import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.job.LeasedStep;
import io.spillway.engine.job.LeasedSteps;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Finds jobs for one request: looks at the automations of this node, then at those of others, and
 * parks if there is nothing. Runs on the context of its first caller; {@link #wake}, {@link
 * #delivered} and {@link #abandon} may be called on any thread.
 */
final class Activation {
  /** The maximum size of the jobs in an answer, in bytes, unless it has one only. */
  static final int MAX_BYTES = AutomationCommand.LeaseSteps.MAX_BYTES - 64;

  /** Automations that are asked in one round. */
  private static final int MAX_ASKED = 64;

  /** How long an automation that does not answer may hold the answer up after the wait. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final JobRequest request;
  private final JobService service;
  private final Context context;
  private final Promise<List<Job>> answer = Promise.promise();
  private final List<Job> jobs = new ArrayList<>();
  private final Set<String> fruitless = new HashSet<>();
  private final long deadlineNanos;
  private Optional<Throwable> failure = Optional.empty();
  private long bytes;
  private long timer;
  private int callers;
  private boolean isFull;
  private boolean isDelivered;
  private boolean isEnded;

  Activation(JobRequest request, JobService service, Context context) {
    this.request = request;
    this.service = service;
    this.context = context;
    this.deadlineNanos = System.nanoTime() + request.patience().toNanos();
  }

  /** On which it runs. */
  Context context() {
    return context;
  }

  JobRequest request() {
    return request;
  }

  Future<List<Job>> jobs() {
    return answer.future();
  }

  /** One more caller waits for the same answer. */
  void join() {
    context.runOnContext(now -> callers++);
  }

  void start() {
    context.runOnContext(
        now -> {
          arm(request.patience());
          look();
        });
  }

  private void arm(Duration time) {
    long millis = Math.max(1, time.toMillis());
    timer = context.owner().setTimer(millis, elapsed -> onTime());
  }

  /** Jobs may be ready. */
  void wake() {
    context.runOnContext(
        now -> {
          fruitless.clear();
          look();
        });
  }

  private void onTime() {
    if (isEnded) {
      return;
    }
    if (service.parked().remove(this) || leftMillis() < -GRACE.toMillis()) {
      end();
    } else {
      arm(GRACE.plusMillis(1));
    }
  }

  private long leftMillis() {
    return TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
  }

  /** One round: everything that is known to be ready. */
  private void look() {
    if (isEnded) {
      return;
    }
    failure = Optional.empty();
    lease(service.index().withReady(request.types(), scope(), MAX_ASKED).iterator())
        .compose(here -> elsewhere(service.peers().withReady(request.types()).iterator()))
        .onComplete(done -> conclude());
  }

  private Set<String> scope() {
    return request.caller().scope();
  }

  private Future<Void> lease(Iterator<String> automations) {
    if (isEnded || isFull || !automations.hasNext()) {
      return Future.succeededFuture();
    }
    String automationId = automations.next();
    return service
        .router()
        .send(
            automationId,
            new AutomationCommand.LeaseSteps(
                request.types(),
                request.worker(),
                request.maxJobs() - jobs.size(),
                request.lease()))
        .transform(
            leased -> {
              onLeased(automationId, leased);
              return lease(automations);
            });
  }

  private void onLeased(String automationId, AsyncResult<LeasedSteps> leased) {
    if (leased.failed() && !isAnswered(leased.cause())) {
      failure = Optional.of(leased.cause());
    }
    List<LeasedStep> steps = leased.succeeded() ? leased.result().steps() : List.of();
    if (steps.isEmpty()) {
      service.index().setAside(automationId, request.types());
    }
    steps.forEach(step -> add(new Job(automationId, step)));
  }

  /** Whether the automation itself says that it leases nothing, for instance as it is deleted. */
  private static boolean isAnswered(Throwable cause) {
    return cause instanceof RefusedException refused
        && refused.refusal().reason() != Refusal.Reason.UNAVAILABLE;
  }

  private void add(Job job) {
    boolean fits =
        jobs.size() < request.maxJobs() && (jobs.isEmpty() || bytes + job.bytes() <= MAX_BYTES);
    if (isEnded || !fits) {
      isFull = true;
      release(job);
      return;
    }
    jobs.add(job);
    bytes += job.bytes();
    isFull = jobs.size() == request.maxJobs() || bytes > MAX_BYTES;
  }

  private Future<Void> elsewhere(Iterator<String> members) {
    if (isEnded || isFull || !members.hasNext()) {
      return Future.succeededFuture();
    }
    String member = members.next();
    if (fruitless.contains(member)) {
      return elsewhere(members);
    }
    int before = jobs.size();
    return service
        .peers()
        .find(member, request.types(), scope(), MAX_ASKED)
        .compose(found -> lease(found.iterator()))
        .transform(
            done -> {
              if (jobs.size() == before) {
                fruitless.add(member);
              }
              return elsewhere(members);
            });
  }

  private void conclude() {
    if (isEnded) {
      return;
    }
    if (!jobs.isEmpty() || leftMillis() <= 0 || service.isClosed()) {
      end();
    } else if (!service.parked().add(this)) {
      fail(
          new Refusal(
                  Refusal.Reason.RESOURCE_EXHAUSTED,
                  "%d polls for jobs wait on this node, which is the maximum: try again shortly"
                      .formatted(ParkedPolls.MAX))
              .asException());
    } else if ((isMoreReady() || service.isClosed()) && service.parked().remove(this)) {
      // It got ready before this poll was parked, so that nobody woke it.
      context.runOnContext(now -> look());
    }
  }

  private boolean isMoreReady() {
    return !service.index().withReady(request.types(), scope(), 1).isEmpty()
        || !fruitless.containsAll(service.peers().withReady(request.types()));
  }

  /** Answers with what there is, or the reason why there is nothing. */
  private void end() {
    if (jobs.isEmpty() && failure.isPresent()) {
      fail(failure.get());
      return;
    }
    finish();
    answer.tryComplete(List.copyOf(jobs));
  }

  private void fail(Throwable cause) {
    finish();
    service.forget(this);
    answer.tryFail(cause);
  }

  private void finish() {
    isEnded = true;
    context.owner().cancelTimer(timer);
    service.ended(this, bytes);
  }

  /** The node stops: the poll is answered with nothing. */
  void close() {
    context.runOnContext(
        now -> {
          if (!isEnded) {
            end();
          }
        });
  }

  void delivered() {
    context.runOnContext(now -> isDelivered = true);
  }

  /** A caller has left. If nobody else waits for the answer or has it, its leases are released. */
  void abandon() {
    context.runOnContext(
        now -> {
          callers--;
          if (callers > 0 || isDelivered) {
            return;
          }
          if (!isEnded) {
            service.parked().remove(this);
            isEnded = true;
            context.owner().cancelTimer(timer);
            answer.tryComplete(List.of());
          }
          giveBack();
        });
  }

  private void giveBack() {
    service.forget(this);
    jobs.forEach(this::release);
    jobs.clear();
  }

  private void release(Job job) {
    service.release(request.worker(), job);
  }

  /** Whether a poll that is woken for a job of this automation may see it. */
  boolean sees(String automationId) {
    return request.caller().sees(automationId);
  }
}
