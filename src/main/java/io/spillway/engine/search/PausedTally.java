package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionStatus;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Summarizes paused executions during a scan. For one thread. */
final class PausedTally implements GridPausedExecutions.Visitor {
  private final List<ValueCounter> fields;
  private final List<UnreadableSegment> unreadable = new ArrayList<>();
  private final List<ExecutionStatus> current = new ArrayList<>();
  private long count;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long through;

  PausedTally(List<String> fields) {
    this.fields = fields.stream().map(ValueCounter::new).toList();
  }

  @Override
  public void visit(ExecutionStatus status, JsonObject context) {
    current.add(status);
    fields.forEach(field -> field.add(context));
  }

  @Override
  public void onRead(long segmentId) {
    for (ExecutionStatus status : current) {
      count++;
      first = Math.min(first, status.createdAtMillis());
      last = Math.max(last, status.createdAtMillis());
      through = Math.max(through, status.executionId());
    }
    current.clear();
    fields.forEach(ValueCounter::keep);
  }

  @Override
  public void onUnreadable(UnreadableSegment segment) {
    current.clear();
    fields.forEach(ValueCounter::discard);
    unreadable.add(segment);
  }

  PausedSummary summary() {
    return new PausedSummary(
        count,
        at(first),
        at(last),
        through,
        fields.stream().map(ValueCounter::values).toList(),
        unreadable);
  }

  private Optional<Instant> at(long millis) {
    return count == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
