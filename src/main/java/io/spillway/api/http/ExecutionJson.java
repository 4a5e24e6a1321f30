package io.spillway.api.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.api.http.json.EnumNames;
import io.spillway.api.http.json.JsonText;
import io.spillway.api.http.route.Reply;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.engine.event.WireEnums;
import io.spillway.engine.search.ExecutionView;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes executions in the format of the API. */
final class ExecutionJson {
  static final EnumNames<ExecutionState> STATES =
      new EnumNames<>(ExecutionState.class, WireEnums.EXECUTION_STATE)
          .numbered(
              List.of(
                  ExecutionState.PENDING,
                  ExecutionState.CREATING,
                  ExecutionState.GET_STEP,
                  ExecutionState.PROCESS_STEP,
                  ExecutionState.COMPLETE_STEP,
                  ExecutionState.DONE,
                  ExecutionState.ERROR,
                  ExecutionState.TERMINATE,
                  ExecutionState.WAITING,
                  ExecutionState.PAUSED_BY_CIRCUIT_BREAKER));

  private ExecutionJson() {}

  /** The members of an execution. */
  static void write(JsonGenerator out, ExecutionView execution) throws IOException {
    write(out, execution, ContextLimit.NONE);
  }

  private static void write(JsonGenerator out, ExecutionView execution, ContextLimit limit)
      throws IOException {
    ExecutionStatus status = execution.status();
    JsonText.int64(out, "id", status.executionId());
    out.writeStringField("automationTemplateId", execution.automationId());
    out.writeStringField("state", STATES.nameOf(status.state()));
    limit.write(out, execution.fact().context());
    JsonText.timestamp(out, "createdAt", Instant.ofEpochMilli(status.createdAtMillis()));
    JsonText.timestamp(out, "updatedAt", Instant.ofEpochMilli(status.updatedAtMillis()));
    boolean completed = status.state().isFinal();
    JsonText.timestamp(
        out,
        "completedAt",
        completed ? Optional.of(Instant.ofEpochMilli(status.updatedAtMillis())) : Optional.empty());
    if (completed) {
      out.writeStringField(
          "duration", duration(Math.max(0, status.updatedAtMillis() - status.createdAtMillis())));
    }
    out.writeNumberField("currentVersion", execution.fact().automationVersion());
    out.writeBooleanField("isDraft", false);
    out.writeNullField("deletedAt");
    if (!execution.fact().actor().isEmpty()) {
      out.writeStringField("triggeredBy", execution.fact().actor());
    }
  }

  static Reply single(ExecutionView execution) {
    return Reply.ok(
        out -> {
          JsonText.object(out, "automationExecution", o -> write(o, execution));
          JsonText.object(out, "view", o -> writeView(o, execution, ContextLimit.NONE));
          nothingExpanded(out);
        });
  }

  /** A page of a list. */
  static Reply list(List<ExecutionView> rows, String nextPageToken) {
    return Reply.ok(
        out -> {
          out.writeArrayFieldStart("automationExecutions");
          for (ExecutionView row : rows) {
            out.writeStartObject();
            write(out, row);
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeStringField("nextPageToken", nextPageToken);
        });
  }

  /** A page of a search. Paths into expanded objects are always empty. */
  static Reply found(List<ExecutionView> rows, ContextLimit limit, String nextPageToken) {
    return Reply.ok(
        out -> {
          writeFound(out, rows, limit);
          nothingExpanded(out);
          out.writeStringField("nextPageToken", nextPageToken);
        });
  }

  /** The list of a search. */
  static void writeFound(JsonGenerator out, List<ExecutionView> rows, ContextLimit limit)
      throws IOException {
    out.writeArrayFieldStart("list");
    for (ExecutionView row : rows) {
      out.writeStartObject();
      writeView(out, row, limit);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  /** The members of a view of an execution. */
  private static void writeView(JsonGenerator out, ExecutionView execution, ContextLimit limit)
      throws IOException {
    JsonText.object(out, "automationExecution", o -> write(o, execution, limit));
    out.writeStringField("automationPath", "");
    out.writeStringField("automationExecutionTriggerPath", "");
  }

  /** An expand mask names users and apps, which Spillway does not store. */
  private static void nothingExpanded(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("expanded");
    out.writeEndArray();
  }

  private static String duration(long millis) {
    String fraction = Long.toString(1_000 + millis % 1_000).substring(1);
    return millis / 1_000 + "." + fraction + "s";
  }
}
