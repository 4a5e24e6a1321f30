package io.spillway.grid;

import io.spillway.execution.ExecutionStatus;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Adds up what a walk over held executions sees. For one thread. */
final class HeldCount implements GridHeld.Visitor {
  private final List<ValueCount> fields;
  private long count;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long through;

  HeldCount(List<String> fields) {
    this.fields = fields.stream().map(ValueCount::new).toList();
  }

  @Override
  public void visit(ExecutionStatus status, JsonObject context) {
    count++;
    first = Math.min(first, status.createdAtMillis());
    last = Math.max(last, status.createdAtMillis());
    through = Math.max(through, status.executionId());
    fields.forEach(field -> field.add(context));
  }

  HeldSummary summary() {
    return new HeldSummary(
        count, at(first), at(last), through, fields.stream().map(ValueCount::values).toList());
  }

  private Optional<Instant> at(long millis) {
    return count == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
