package io.spillway.engine.search;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A summary of paused executions.
 *
 * @param count number of executions
 * @param firstAt creation of the oldest; empty if there is none
 * @param lastAt creation of the newest; empty if there is none
 * @param throughExecutionId id of the newest, 0 if there is none
 * @param fields the most frequent values of each requested field, in the requested order
 * @param unreadable segments that could not be read, whose executions are not counted
 */
public record PausedSummary(
    long count,
    Optional<Instant> firstAt,
    Optional<Instant> lastAt,
    long throughExecutionId,
    List<Values> fields,
    List<UnreadableSegment> unreadable) {
  /** Where all segments could be read. */
  public PausedSummary(
      long count,
      Optional<Instant> firstAt,
      Optional<Instant> lastAt,
      long throughExecutionId,
      List<Values> fields) {
    this(count, firstAt, lastAt, throughExecutionId, fields, List.of());
  }

  public PausedSummary {
    fields = List.copyOf(fields);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * The values of one field of the contexts.
   *
   * @param field its name, or a JSON pointer
   * @param top the most frequent values, highest count first
   * @param absentCount executions without the field, or with {@code null}
   * @param otherCount executions whose value is not counted individually: an object, an array, a
   *     long text, or a value beyond the maximum number of distinct ones
   */
  public record Values(String field, List<Counted> top, long absentCount, long otherCount) {
    public Values {
      top = List.copyOf(top);
    }
  }

  /**
   * How often a value occurs.
   *
   * @param json the value as JSON text: a string, a number or a boolean
   */
  public record Counted(String json, long count) {}
}
