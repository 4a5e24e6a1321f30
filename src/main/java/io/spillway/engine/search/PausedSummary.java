package io.spillway.engine.search;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is held, in numbers.
 *
 * @param count how many executions
 * @param firstAt when the oldest was created; empty if there is none
 * @param lastAt when the newest was created; empty if there is none
 * @param throughExecutionId the newest one's id, 0 if there is none
 * @param fields the most frequent values of each field asked for, in the order asked
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
   * @param top the most frequent values, those of the highest count first
   * @param absentCount executions without the field, or with {@code null}
   * @param otherCount executions whose value is not told apart: an object or an array, a long text,
   *     or one that was first seen after too many different ones
   */
  public record Values(String field, List<Counted> top, long absentCount, long otherCount) {
    public Values {
      top = List.copyOf(top);
    }
  }

  /**
   * How often a value occurs.
   *
   * @param json the value as JSON text: a string, a number or a truth value
   */
  public record Counted(String json, long count) {}
}
