package io.spillway.chaos.history;

import io.spillway.domain.execution.ExecutionState;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * A call with its reply.
 *
 * @param call what was asked
 * @param sent when, by the clock of the clients
 * @param answered when the reply came, or the client gave up
 * @param reply what came
 */
public record ClientOperation(ClientCall call, Instant sent, Instant answered, ClientReply reply) {
  private static final String STATE_PREFIX = "AUTOMATION_EXECUTION_STATE_";

  public boolean isDone() {
    return reply.outcome() == ClientReply.Outcome.DONE;
  }

  /** Whether it may have taken effect. */
  public boolean mayBeDone() {
    return reply.outcome() != ClientReply.Outcome.REFUSED;
  }

  /** Of a trigger that was done, the id of its execution; else the execution that was meant. */
  public long executionId() {
    return Long.parseLong(
        call.kind() == ClientCall.Kind.TRIGGER ? json().getString("executionId") : call.key());
  }

  /** Of a resolve that was done. */
  public Counts counts() {
    return Counts.of(json());
  }

  /** Of a read that was done. */
  public ExecutionState state() {
    String name = json().getJsonObject("automationExecution").getString("state");
    return ExecutionState.valueOf(name.substring(STATE_PREFIX.length()));
  }

  private JsonObject json() {
    return new JsonObject(reply.text());
  }

  /** One line for people. */
  @Override
  public String toString() {
    return "%s of %s by %s through node %d, sent %s, answered %s: %s %d"
        .formatted(
            call.kind(),
            call.key().isEmpty() ? call.automationId() : call.key(),
            call.client(),
            call.node(),
            sent,
            answered,
            reply.outcome(),
            reply.status());
  }
}
