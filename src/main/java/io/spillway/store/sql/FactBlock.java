package io.spillway.store.sql;

import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.store.StoreException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Facts of executions that were created together, as one row: a burst of triggers writes a few rows
 * instead of one for each execution.
 *
 * <p>Format 1 of the layout ended before the actors. It is still read, since rows of it may be
 * stored.
 *
 * @param firstExecutionId of the first of {@code count} consecutive executions of one segment
 * @param count how many, at least 1
 * @param createdAtMillis when they were created, epoch milliseconds
 * @param generation 0 if the breaker admitted them, else the trip generation that paused them
 * @param automationVersion the published version they started with
 * @param layout the format number, then the length in bytes of each context but the last, as
 *     integers of four bytes, then who triggered them, see {@link FactActors}
 * @param contexts one after the other
 */
@SuppressWarnings("ArrayRecordComponent") // Short-lived, so not copied.
record FactBlock(
    long firstExecutionId,
    int count,
    long createdAtMillis,
    int generation,
    int automationVersion,
    byte[] layout,
    byte[] contexts) {
  /** Bytes of contexts in a block of several executions: reading one reads the block. */
  static final int MAX_BYTES = 64 * 1_024;

  private static final byte FORMAT_WITHOUT_ACTORS = 1;
  private static final byte FORMAT = 2;

  FactBlock {
    if (layout.length == 0 || (layout[0] != FORMAT && layout[0] != FORMAT_WITHOUT_ACTORS)) {
      throw new StoreException(
          "the fact block of execution " + firstExecutionId + " has an unknown format");
    }
    long actors = layout.length - lengthsEnd(count);
    if (count < 1 || actors < 0 || (layout[0] == FORMAT_WITHOUT_ACTORS && actors > 0)) {
      throw new StoreException(
          "the fact block of execution " + firstExecutionId + " does not hold " + count + " facts");
    }
  }

  /** Where the lengths end in the layout. */
  private static long lengthsEnd(int count) {
    return 1 + (count - 1L) * Integer.BYTES;
  }

  /** Packs facts, in ascending order of their ids, into blocks. */
  static List<FactBlock> pack(List<ExecutionFact> facts) {
    List<FactBlock> blocks = new ArrayList<>();
    int from = 0;
    while (from < facts.size()) {
      int bytes = facts.get(from).context().length;
      int to = from + 1;
      while (to < facts.size()
          && follows(facts.get(to - 1), facts.get(to))
          && bytes + facts.get(to).context().length <= MAX_BYTES) {
        bytes += facts.get(to).context().length;
        to++;
      }
      blocks.add(of(facts.subList(from, to), bytes));
      from = to;
    }
    return blocks;
  }

  private static boolean follows(ExecutionFact fact, ExecutionFact next) {
    return next.executionId() == fact.executionId() + 1
        && ExecutionIds.slotOf(next.executionId()) != 0
        && next.createdAtMillis() == fact.createdAtMillis()
        && next.generation() == fact.generation()
        && next.automationVersion() == fact.automationVersion();
  }

  private static FactBlock of(List<ExecutionFact> facts, int bytes) {
    int lengthsEnd = (int) lengthsEnd(facts.size());
    byte[] layout = FactActors.layoutOf(facts, lengthsEnd);
    ByteBuffer lengths = ByteBuffer.wrap(layout, 0, lengthsEnd).put(FORMAT);
    ByteBuffer contexts = ByteBuffer.allocate(bytes);
    for (ExecutionFact fact : facts) {
      contexts.put(fact.context());
      if (lengths.hasRemaining()) {
        lengths.putInt(fact.context().length);
      }
    }
    ExecutionFact first = facts.get(0);
    return new FactBlock(
        first.executionId(),
        facts.size(),
        first.createdAtMillis(),
        first.generation(),
        first.automationVersion(),
        layout,
        contexts.array());
  }

  /** The facts of the wanted executions. */
  List<ExecutionFact> unpack(LongPredicate wanted) {
    List<ExecutionFact> facts = new ArrayList<>();
    FactActors actors = actors();
    ByteBuffer lengths = ByteBuffer.wrap(layout, 1, (int) lengthsEnd(count) - 1);
    int from = 0;
    for (int i = 0; i < count; i++) {
      int length = lengths.hasRemaining() ? lengths.getInt() : contexts.length - from;
      if (length < 0 || length > contexts.length - from) {
        throw new StoreException(
            "the fact block of execution " + firstExecutionId + " has a length of " + length);
      }
      if (wanted.test(firstExecutionId + i)) {
        facts.add(fact(i, actors.of(i), Arrays.copyOfRange(contexts, from, from + length)));
      }
      from += length;
    }
    return facts;
  }

  private FactActors actors() {
    if (layout[0] == FORMAT_WITHOUT_ACTORS) {
      return FactActors.UNKNOWN;
    }
    int from = (int) lengthsEnd(count);
    try {
      return FactActors.read(ByteBuffer.wrap(layout, from, layout.length - from), count);
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          "the actors of the fact block of execution "
              + firstExecutionId
              + " are damaged: "
              + e.getMessage(),
          e);
    }
  }

  private ExecutionFact fact(int index, String actor, byte[] context) {
    return new ExecutionFact(
        firstExecutionId + index, createdAtMillis, generation, automationVersion, actor, context);
  }
}
