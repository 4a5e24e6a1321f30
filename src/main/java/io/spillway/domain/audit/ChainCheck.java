package io.spillway.domain.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks that audit rows form a chain, and finds the rows that were changed, removed or inserted.
 * Rows are given in their order; what is wrong with one shows when the next one is given.
 *
 * <p>It cannot find what was changed by somebody who computed all later hashes anew; checkpoints,
 * and copies kept elsewhere, do.
 */
public final class ChainCheck {
  /** How many earlier rows are known, to tell which rows were inserted after one of them. */
  private static final int KNOWN = 1_024;

  private static final int LISTED = 100;

  private final boolean isWhole;
  private final Deque<ChainPoint> earlier = new ArrayDeque<>();
  private final List<Problem> problems = new ArrayList<>();
  private @Nullable Checked last;
  private ChainPoint beginning;
  private long chained;
  private long unchained;
  private long found;

  /**
   * Something that is wrong.
   *
   * @param number of the row
   * @param message names the row and says what is wrong
   */
  public record Problem(long number, String message) {}

  /**
   * A row, or the point where the chain begins.
   *
   * @param isIntact whether its columns match its hash
   */
  private record Checked(ChainPoint point, boolean isIntact) {}

  private ChainCheck(ChainPoint beginning, boolean isWhole) {
    this.beginning = beginning;
    this.isWhole = isWhole;
  }

  /**
   * A check of all rows of a log.
   *
   * @param beginning the point before the first row of the chain
   */
  public static ChainCheck ofLog(ChainPoint beginning) {
    ChainCheck check = new ChainCheck(beginning, true);
    check.last = new Checked(beginning, true);
    return check;
  }

  /** A check of some consecutive rows of a log, whichever is the first. */
  public static ChainCheck ofPart() {
    return new ChainCheck(new ChainPoint(0, ChainPoint.GENESIS_HASH), false);
  }

  /**
   * Checks the next row.
   *
   * @param link empty if the row has no hash
   */
  public void row(ChainRow row, Optional<ChainLink> link) {
    if (link.isEmpty()) {
      withoutHash(row.number());
      return;
    }
    ChainLink given = link.get();
    if (last == null) {
      startAt(row.number(), given);
    }
    Checked before = last;
    if (before != null && row.number() <= before.point.number()) {
      report(
          row.number(),
          "row %d was inserted or moved: it is after row %d"
              .formatted(row.number(), before.point.number()));
      return;
    }
    boolean isIntact = row.hash(given.previousHash()).equals(given.hash());
    if (before != null) {
      follow(before, row.number(), given.previousHash(), isIntact);
    }
    accept(new Checked(new ChainPoint(row.number(), given.hash()), isIntact));
    chained++;
  }

  private void withoutHash(long number) {
    boolean isOlderThanTheChain =
        chained == 0 && (!isWhole || (beginning.isGenesis() && number <= beginning.number()));
    if (isOlderThanTheChain) {
      unchained++;
    } else {
      report(number, "row %d was inserted: it has no hash".formatted(number));
    }
  }

  /** The first row of a part. */
  private void startAt(long number, ChainLink link) {
    beginning = new ChainPoint(number - 1, link.previousHash());
    last = new Checked(beginning, true);
    if (unchained > 0 && !beginning.isGenesis()) {
      report(
          number,
          "rows before row %d are missing: it is not the first with a hash".formatted(number));
    }
  }

  private void accept(Checked row) {
    if (last != null) {
      earlier.addLast(last.point);
    }
    if (earlier.size() > KNOWN) {
      earlier.removeFirst();
    }
    last = row;
  }

  /** Judges a row by what follows it. */
  private void follow(Checked row, long nextNumber, String previousHash, boolean nextIsIntact) {
    long number = row.point.number();
    if (previousHash.equals(row.point.hash())) {
      reportIfChanged(row);
      return;
    }
    if (reportInserted(previousHash, number)) {
      return;
    }
    reportIfChanged(row);
    if (nextNumber > number + 1) {
      report(number + 1, missing(number + 1, nextNumber - 1));
    } else if (row.isIntact && nextIsIntact) {
      report(
          number,
          row.point.equals(beginning)
              ? "row %d does not continue the beginning of the chain, row %d"
                  .formatted(nextNumber, number)
              : "row %d was changed together with its hash: what follows it continues another hash"
                  .formatted(number));
    }
  }

  /** Reports the rows up to one as inserted, if the hash is that of an earlier row. */
  private boolean reportInserted(String previousHash, long through) {
    @Nullable ChainPoint origin = null;
    long first = through;
    for (ChainPoint point : earlier) {
      if (origin == null && point.hash().equals(previousHash)) {
        origin = point;
      } else if (origin != null && first == through) {
        first = point.number();
      }
    }
    if (origin == null) {
      return false;
    }
    String which =
        first == through
            ? "row %d was inserted".formatted(through)
            : "rows %d to %d were inserted".formatted(first, through);
    report(first, which + ": what follows continues row " + origin.number());
    return true;
  }

  private void reportIfChanged(Checked row) {
    if (!row.isIntact) {
      report(
          row.point.number(),
          "row %d was changed: its columns do not match its hash".formatted(row.point.number()));
    }
  }

  private static String missing(long first, long last) {
    return first == last
        ? "row %d is missing".formatted(first)
        : "rows %d to %d are missing".formatted(first, last);
  }

  /** Judges the last row of a part. */
  public void end() {
    if (last != null) {
      reportIfChanged(last);
    }
  }

  /**
   * Judges the last row of a log.
   *
   * @param end the last row that was added
   */
  public void end(ChainPoint end) {
    if (last != null) {
      follow(last, end.number() + 1, end.hash(), true);
    }
  }

  private void report(long number, String message) {
    found++;
    if (problems.size() < LISTED) {
      problems.add(new Problem(number, message));
    }
  }

  /** What is wrong, in the order of the rows, the first of it if it is much. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** How much is wrong. */
  public long found() {
    return found;
  }

  /** How many rows have a hash. */
  public long chained() {
    return chained;
  }

  /** How many rows before the chain have none. */
  public long unchained() {
    return unchained;
  }

  /** The last row with a hash, or the beginning if there was none. */
  public ChainPoint last() {
    return last == null ? beginning : last.point;
  }

  /** The point before the first row with a hash. */
  public ChainPoint beginning() {
    return beginning;
  }
}
