package io.spillway.api.http;

import io.spillway.api.auth.Caller;
import io.spillway.api.http.json.Fields;
import io.spillway.engine.job.ReportedStep;
import io.spillway.engine.worker.JobReport;
import io.spillway.engine.worker.JobService;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Passes batches of reports on, of HTTP and of the event bus. */
final class JobReports {
  private final JobService jobs;
  private final JobBodies bodies;

  JobReports(JobService jobs, JobBodies bodies) {
    this.jobs = jobs;
    this.bodies = bodies;
  }

  /** A batch as it was sent. */
  record Batch(String worker, List<JobBodies.Given> given) {}

  Batch read(Fields body, Caller caller) {
    return new Batch(JobBodies.worker(body), bodies.reports(body, caller));
  }

  /** Takes the valid reports; completes with the answer to all. */
  Future<Buffer> take(Batch batch) {
    List<JobReport> valid =
        batch.given().stream().map(JobBodies.Given::report).flatMap(Optional::stream).toList();
    return jobs.report(batch.worker(), valid)
        .map(taken -> JobJson.reported(batch.given(), merged(batch.given(), taken.iterator())));
  }

  private static List<ReportedStep> merged(
      List<JobBodies.Given> given, Iterator<ReportedStep> taken) {
    List<ReportedStep> results = new ArrayList<>();
    given.forEach(
        report -> results.add(report.report().isPresent() ? taken.next() : report.invalid()));
    return results;
  }
}
