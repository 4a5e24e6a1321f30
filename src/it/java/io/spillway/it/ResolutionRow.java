package io.spillway.it;

import io.spillway.harness.ApiCalls;
import io.spillway.harness.ExecutionRow;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** A resolution as a list shows it. */
public record ResolutionRow(
    String id,
    String decision,
    String reason,
    String state,
    Counts counts,
    Instant startedAt,
    Optional<Instant> finishedAt) {

  /** How many executions a resolution moved and could not move. */
  public record Counts(long paused, long errored) {
    public static Counts of(JsonObject json) {
      return new Counts(json.getLong("pausedCount"), json.getLong("erroredCount"));
    }
  }

  public static ResolutionRow of(JsonObject json) {
    return new ResolutionRow(
        json.getString("resolutionId"),
        json.getString("decision"),
        json.getString("reason"),
        json.getString("state"),
        Counts.of(json),
        Instant.parse(json.getString("startedAt")),
        Optional.ofNullable(json.getString("finishedAt")).map(Instant::parse));
  }

  public boolean isDone() {
    return state.equals("DONE");
  }

  /** Whether this resolution is what moved an execution last. */
  boolean moved(ExecutionRow row) {
    return row.hasMoved()
        && row.updatedAt().equals(startedAt)
        && (decision.equals(ApiCalls.RUN) ? row.isPending() : row.isTerminated());
  }
}
