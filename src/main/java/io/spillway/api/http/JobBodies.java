package io.spillway.api.http;

import io.spillway.api.auth.AutomationScope;
import io.spillway.api.auth.Caller;
import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.Refusals;
import io.spillway.domain.automation.RefusedException;
import io.spillway.domain.execution.StepError;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.job.ReportedStep;
import io.spillway.engine.job.StepReport;
import io.spillway.engine.worker.JobReport;
import io.spillway.engine.worker.JobRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the requests of workers, of HTTP and of the event bus. Each method throws {@link
 * RefusedException} for a request that is not as it must be.
 */
final class JobBodies {
  private static final int MAX_TYPE = 200;
  private static final int MAX_WORKER = 128;
  private static final int MAX_REQUEST_ID = 128;
  private static final int MAX_REPORTS = 256;
  private static final String DEFAULT_CODE = "FAILED";
  private static final Set<String> KINDS = Set.of("complete", "fail", "extend", "release");

  private final LeaseTokens tokens;

  JobBodies(LeaseTokens tokens) {
    this.tokens = tokens;
  }

  /**
   * A report, or why it is none.
   *
   * @param lease as it was given
   * @param report empty if it is invalid
   * @param invalid what it becomes then
   */
  record Given(String lease, Optional<JobReport> report, ReportedStep invalid) {}

  static JobRequest activation(Fields body, Caller caller) {
    List<String> types = body.texts("types");
    if (types.isEmpty()) {
      throw Refusals.invalid("types is empty, must have 1 to 100 types of jobs");
    }
    types.forEach(type -> requireLength("types has one that", type, MAX_TYPE));
    String requestId = body.text("requestId");
    if (!requestId.isEmpty()) {
      requireLength("requestId", requestId, MAX_REQUEST_ID);
    }
    if (!body.has("maxJobs")) {
      throw Refusals.invalid("maxJobs is missing, must be an integer from 1 to 256");
    }
    return new JobRequest(
        new HashSet<>(types),
        worker(body),
        (int) body.integer("maxJobs", 1, AutomationCommand.LeaseSteps.MAX_STEPS),
        JobDurations.LEASE.required(body, "lease"),
        JobDurations.WAIT.optional(body, "wait").orElse(JobDurations.WAIT.min()),
        new JobRequest.Caller(caller.clientId(), caller.scope().ids(), requestId));
  }

  static String worker(Fields body) {
    return requireLength("worker", body.text("worker"), MAX_WORKER);
  }

  /** The name of the worker, or the client if none is given. */
  static String worker(Fields body, Caller caller) {
    if (body.has("worker")) {
      return worker(body);
    }
    String client = caller.clientId();
    return client.substring(0, Math.min(MAX_WORKER, client.length()));
  }

  private static String requireLength(String field, String text, int max) {
    if (text.isEmpty() || text.length() > max) {
      throw Refusals.invalid(
          field + " has " + text.length() + " characters, must have 1 to " + max);
    }
    return text;
  }

  /** The reports in a batch; each that is invalid by itself is marked as such. */
  List<Given> reports(Fields body, Caller caller) {
    List<Fields> reports = body.freeObjects("reports");
    if (reports.isEmpty() || reports.size() > MAX_REPORTS) {
      throw Refusals.invalid(
          "reports has " + reports.size() + " elements, must have 1 to " + MAX_REPORTS);
    }
    return reports.stream().map(report -> given(report, caller.scope())).toList();
  }

  private Given given(Fields report, AutomationScope scope) {
    String lease = "";
    try {
      lease = report.text("lease");
      JobReport.Lease of = lease(lease, scope);
      return new Given(
          lease, Optional.of(new JobReport(of, report(report))), ReportedStep.ACCEPTED);
    } catch (RefusedException e) {
      return new Given(
          lease,
          Optional.empty(),
          ReportedStep.refused(ReportedStep.Outcome.INVALID, e.refusal().message()));
    }
  }

  /** The lease of a token; one of an automation outside of the scope does not exist. */
  JobReport.Lease lease(String token, AutomationScope scope) {
    JobReport.Lease lease = tokens.read(token);
    if (!scope.includes(lease.automationId())) {
      throw Refusals.mustBe(
          "lease", Refusals.quote(token), "one of an automation in the scope of the client");
    }
    return lease;
  }

  private static StepReport report(Fields report) {
    Set<String> kinds = new HashSet<>(report.names());
    kinds.remove("lease");
    if (kinds.size() != 1 || !KINDS.containsAll(kinds)) {
      throw Refusals.invalid(
          report.path()
              + " has "
              + (kinds.isEmpty() ? "nothing" : Refusals.quote(String.join(", ", kinds)))
              + " beside its lease, must have one of complete, fail, extend, release");
    }
    String kind = kinds.iterator().next();
    return report(kind, report.message(kind));
  }

  /**
   * A report.
   *
   * @param kind of the report
   * @param body its contents
   */
  static StepReport report(String kind, Fields body) {
    return switch (kind) {
      case "complete" -> new StepReport.Complete(output(body));
      case "fail" ->
          new StepReport.Fail(
              StepError.of(
                  body.nonEmpty("code", "a code such as \"TIMEOUT\"").orElse(DEFAULT_CODE),
                  body.text("message")),
              JobDurations.RETRY_AFTER.optional(body, "retryAfter"),
              body.flag("final"));
      case "extend" -> new StepReport.Extend(JobDurations.LEASE.required(body, "lease"));
      case "release" -> new StepReport.Release();
      default -> throw new IllegalStateException("no report of kind " + kind);
    };
  }

  private static byte[] output(Fields complete) {
    byte[] output = complete.json("output").orElse("").getBytes(StandardCharsets.UTF_8);
    if (output.length > StepReport.Complete.MAX_OUTPUT) {
      throw Refusals.invalid(
          complete.pathOf("output")
              + " has "
              + output.length
              + " bytes, must have at most "
              + StepReport.Complete.MAX_OUTPUT);
    }
    return output;
  }
}
