package io.spillway.api.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.api.http.json.JsonText;
import io.spillway.engine.job.LeasedStep;
import io.spillway.engine.job.ReportedStep;
import io.spillway.engine.worker.Job;
import io.spillway.engine.worker.JobReport;
import io.spillway.engine.worker.JobTypeState;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Writes the answers to workers. */
final class JobJson {
  private JobJson() {}

  static Buffer activated(List<Job> jobs, LeaseTokens tokens) {
    return JsonText.object(
        out -> {
          out.writeArrayFieldStart("jobs");
          for (Job job : jobs) {
            out.writeStartObject();
            write(out, job, tokens);
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  private static void write(JsonGenerator out, Job job, LeaseTokens tokens) throws IOException {
    LeasedStep step = job.step();
    out.writeStringField("lease", tokens.issue(JobReport.Lease.of(job)));
    JsonText.text(out, "type", step.type());
    out.writeStringField("automationId", job.automationId());
    out.writeNumberField("automationVersion", step.automationVersion());
    JsonText.int64(out, "executionId", step.executionId());
    JsonText.text(out, "stepName", step.stepName());
    out.writeNumberField("step", step.step());
    raw(out, "input", step.input());
    raw(out, "context", step.context());
    out.writeNumberField("attempt", step.attempt());
    out.writeNumberField("maxAttempts", step.maxAttempts());
    JsonText.timestamp(out, "deadline", Instant.ofEpochMilli(step.deadlineMillis()));
    out.writeStringField("idempotencyKey", job.idempotencyKey());
  }

  private static void raw(JsonGenerator out, String name, byte[] json) throws IOException {
    JsonText.raw(out, name, json.length == 0 ? "{}" : new String(json, StandardCharsets.UTF_8));
  }

  /** What became of reports, in their order. */
  static Buffer reported(List<JobBodies.Given> given, List<ReportedStep> results) {
    return JsonText.object(
        out -> {
          out.writeArrayFieldStart("results");
          for (int i = 0; i < results.size(); i++) {
            out.writeStartObject();
            write(out, given.get(i).lease(), results.get(i));
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  static Buffer reported(String lease, ReportedStep result) {
    return JsonText.object(out -> write(out, lease, result));
  }

  private static void write(JsonGenerator out, String lease, ReportedStep result)
      throws IOException {
    out.writeStringField("lease", lease);
    out.writeStringField("outcome", result.outcome().name());
    JsonText.timestamp(out, "deadline", time(result.deadlineMillis()));
    JsonText.text(out, "message", result.message());
  }

  static Buffer types(Collection<JobTypeState> states) {
    return JsonText.object(
        out -> {
          out.writeArrayFieldStart("list");
          for (JobTypeState state : states) {
            out.writeStartObject();
            JsonText.text(out, "type", state.type());
            out.writeNumberField("ready", state.depth().ready());
            out.writeNumberField("leased", state.depth().leased());
            JsonText.timestamp(out, "oldestReady", time(state.depth().oldestReadyMillis()));
            out.writeNumberField("workers", state.workers());
            JsonText.timestamp(out, "lastPoll", time(state.lastPollMillis()));
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  private static Optional<Instant> time(long millis) {
    return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
