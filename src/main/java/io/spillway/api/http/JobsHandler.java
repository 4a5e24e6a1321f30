package io.spillway.api.http;

import io.spillway.api.http.json.Fields;
import io.spillway.api.http.route.ApiRequest;
import io.spillway.api.http.route.Exchange;
import io.spillway.api.http.route.Reply;
import io.spillway.domain.automation.Refusal;
import io.spillway.engine.job.ReportedStep;
import io.spillway.engine.worker.Job;
import io.spillway.engine.worker.JobPoll;
import io.spillway.engine.worker.JobReport;
import io.spillway.engine.worker.JobService;
import io.vertx.core.Future;
import java.util.List;

/** Operations of workers: activate jobs, report about them, list their types. */
final class JobsHandler {
  private final JobService jobs;
  private final LeaseTokens tokens;
  private final JobBodies bodies;
  private final JobReports reports;

  JobsHandler(ApiDependencies dependencies) {
    this.jobs = dependencies.jobs();
    this.tokens = new LeaseTokens(dependencies.security().pageTokenKey());
    this.bodies = new JobBodies(tokens);
    this.reports = new JobReports(jobs, bodies);
  }

  /** Waits for jobs; what a caller that has left would have got is given back. */
  Future<Reply> activate(ApiRequest request) {
    JobPoll poll = jobs.activate(JobBodies.activation(request.fields(), request.caller()));
    return new Waiting(request.exchange(), poll).reply(tokens);
  }

  /** A caller that waits for jobs. Owned by the event loop of its request. */
  private static final class Waiting {
    private final Exchange exchange;
    private final JobPoll poll;
    private boolean isAnswered;

    Waiting(Exchange exchange, JobPoll poll) {
      this.exchange = exchange;
      this.poll = poll;
    }

    Future<Reply> reply(LeaseTokens tokens) {
      exchange.onEnd(
          () -> {
            // Of an answer that is being sent, its sender tells whether it arrived.
            if (!isAnswered) {
              poll.abandon();
            }
          });
      return poll.jobs().map(found -> answer(found, tokens));
    }

    private Reply answer(List<Job> found, LeaseTokens tokens) {
      isAnswered = true;
      try {
        exchange.hold(found.stream().mapToLong(Job::bytes).sum());
        return new Reply.Confirmed(
            JobJson.activated(found, tokens), poll::delivered, poll::abandon);
      } catch (RuntimeException e) {
        poll.abandon();
        throw e;
      }
    }
  }

  Future<Reply> report(ApiRequest request) {
    return request
        .read(() -> reports.read(request.fields(), request.caller()))
        .compose(reports::take)
        .map(Reply::ok);
  }

  Future<Reply> complete(ApiRequest request) {
    return reportOne(request, "complete");
  }

  Future<Reply> fail(ApiRequest request) {
    return reportOne(request, "fail");
  }

  Future<Reply> extend(ApiRequest request) {
    return reportOne(request, "extend");
  }

  Future<Reply> release(ApiRequest request) {
    return reportOne(request, "release");
  }

  private Future<Reply> reportOne(ApiRequest request, String kind) {
    String token = request.path("lease");
    JobReport.Lease lease = bodies.lease(token, request.caller().scope());
    return request
        .read(request::fields)
        .compose(
            body ->
                jobs.report(
                    workerOf(request, body),
                    List.of(new JobReport(lease, JobBodies.report(kind, body)))))
        .map(taken -> replyTo(token, taken.get(0)));
  }

  private static String workerOf(ApiRequest request, Fields body) {
    return JobBodies.worker(body, request.caller());
  }

  private static Reply replyTo(String token, ReportedStep result) {
    return switch (result.outcome()) {
      case ACCEPTED, REPEATED -> Reply.ok(JobJson.reported(token, result));
      case STALE, GONE -> throw refused(Refusal.Reason.ABORTED, result);
      case INVALID -> throw refused(Refusal.Reason.INVALID_ARGUMENT, result);
    };
  }

  private static RuntimeException refused(Refusal.Reason reason, ReportedStep result) {
    return new Refusal(reason, result.outcome() + ": " + result.message()).asException();
  }

  Future<Reply> types(ApiRequest request) {
    return Future.succeededFuture(Reply.ok(JobJson.types(jobs.types())));
  }
}
