package io.spillway.api.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.api.http.json.JsonText;
import io.spillway.api.http.route.Reply;
import io.spillway.domain.execution.StepError;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes the steps of an execution in the format of the API. */
final class StepsJson {
  /** The outputs in one response are at most so many bytes together. */
  static final int MAX_OUTPUTS = 1 << 20;

  private StepsJson() {}

  static Reply reply(List<StepRow> rows) {
    return Reply.ok(
        out -> {
          out.writeArrayFieldStart("list");
          int outputs = 0;
          for (StepRow row : rows) {
            boolean fits = outputs + row.output().length <= MAX_OUTPUTS;
            outputs += fits ? row.output().length : 0;
            out.writeStartObject();
            write(out, row, fits);
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  private static void write(JsonGenerator out, StepRow row, boolean withOutput) throws IOException {
    out.writeStringField("stepName", row.step().name());
    out.writeStringField("kind", row.step().kind());
    out.writeStringField("state", row.state().name());
    out.writeNumberField("attempt", row.attempt());
    timestamp(out, "startedAt", row.times().started());
    timestamp(out, "completedAt", row.times().completed());
    timestamp(out, "nextAttemptAt", row.times().nextAttempt());
    timestamp(out, "waitingUntil", row.times().waitingUntil());
    out.writeStringField("worker", row.worker());
    if (row.output().length == 0 || !withOutput) {
      out.writeNullField("output");
    } else {
      JsonText.raw(out, "output", SecretOutputs.shown(row.step(), row.output()));
    }
    if (!withOutput) {
      out.writeBooleanField("outputOmitted", true);
    }
    if (row.error().equals(StepError.NONE)) {
      out.writeNullField("error");
    } else {
      JsonText.object(out, "error", o -> error(o, row.error()));
    }
  }

  private static void error(JsonGenerator out, StepError error) throws IOException {
    out.writeStringField("code", error.code());
    JsonText.text(out, "message", error.message());
    out.writeNumberField("httpStatus", error.httpStatus());
  }

  private static void timestamp(JsonGenerator out, String name, long atMillis) throws IOException {
    JsonText.timestamp(
        out, name, atMillis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(atMillis)));
  }
}
