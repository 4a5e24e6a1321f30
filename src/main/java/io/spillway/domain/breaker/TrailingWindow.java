package io.spillway.domain.breaker;

import java.util.Arrays;

/**
 * Counts admissions within a trailing period.
 *
 * <p>A sliding-window log, run-length encoded: a ring of (bucket, count) pairs, oldest first, with
 * a running total. An admission at {@code t} counts at {@code now} while {@code t > now − period}.
 * Up to {@value #EXACT_MAX} admissions a bucket is one millisecond, which is exact. Above that a
 * bucket is {@code period / 8192} and leaves the window when its last millisecond does: the count
 * may be too high by one bucket and is never too low, so a breaker may trip early by at most one
 * bucket and never late. Memory is bounded by {@code max} pairs of 16 bytes, and by some 8,200
 * pairs where buckets are coarse.
 *
 * <p>Not thread-safe; times must not go backwards, which the caller ensures.
 */
public final class TrailingWindow {
  /** The largest maximum whose window is exact to the millisecond. */
  static final int EXACT_MAX = 65_536;

  private static final int COARSE_BUCKETS = 8_192;
  private static final int INITIAL_BUCKETS = 8;

  private final long periodMillis;
  private final long bucketMillis;

  private long[] buckets = new long[INITIAL_BUCKETS];
  private long[] counts = new long[INITIAL_BUCKETS];
  private int head;
  private int used;
  private long total;

  public TrailingWindow(BreakerLimit limit) {
    this.periodMillis = limit.period().length().toMillis();
    this.bucketMillis = limit.max() <= EXACT_MAX ? 1 : Math.max(1, periodMillis / COARSE_BUCKETS);
  }

  /**
   * Admissions that count at {@code nowMillis}. Changes nothing, so a query for a later time keeps
   * admissions that still count for an earlier one.
   */
  public long countAt(long nowMillis) {
    long count = total;
    for (int i = 0; i < used; i++) {
      int index = (head + i) % buckets.length;
      if (!isExpired(buckets[index], nowMillis)) {
        break;
      }
      count -= counts[index];
    }
    return count;
  }

  /**
   * The admissions that count at {@code nowMillis}, in equal parts of the period, oldest first. A
   * bucket is in the part in which it ends. Changes nothing.
   */
  public long[] slicesAt(long nowMillis, int parts) {
    long[] slices = new long[parts];
    long start = nowMillis - periodMillis;
    for (int i = 0; i < used; i++) {
      int index = (head + i) % buckets.length;
      if (!isExpired(buckets[index], nowMillis)) {
        long since = Math.min(lastMillisOf(buckets[index]) - start, periodMillis) - 1;
        slices[(int) (since * parts / periodMillis)] += counts[index];
      }
    }
    return slices;
  }

  /**
   * Records {@code count} admissions at {@code atMillis}, not before any recorded earlier, and
   * drops expired ones.
   */
  public void record(long atMillis, long count) {
    dropExpired(atMillis);
    if (count == 0) {
      return;
    }
    long bucket = Math.floorDiv(atMillis, bucketMillis);
    int newest = Math.floorMod(head + used - 1, buckets.length);
    if (used > 0 && buckets[newest] > bucket) {
      throw new IllegalStateException("admission at " + atMillis + " ms precedes a recorded one");
    }
    if (used > 0 && buckets[newest] == bucket) {
      counts[newest] += count;
    } else {
      append(bucket, count);
    }
    total += count;
  }

  /**
   * The first millisecond at which {@code countAt} is lower than right after the latest {@code
   * record}, or {@code Long.MAX_VALUE}.
   */
  public long nextExpiryMillis() {
    return used == 0 ? Long.MAX_VALUE : lastMillisOf(buckets[head]) + periodMillis;
  }

  private void dropExpired(long nowMillis) {
    while (used > 0 && isExpired(buckets[head], nowMillis)) {
      total -= counts[head];
      head = (head + 1) % buckets.length;
      used--;
    }
  }

  private boolean isExpired(long bucket, long nowMillis) {
    return lastMillisOf(bucket) <= nowMillis - periodMillis;
  }

  private void append(long bucket, long count) {
    if (used == buckets.length) {
      grow();
    }
    int free = (head + used) % buckets.length;
    buckets[free] = bucket;
    counts[free] = count;
    used++;
  }

  private void grow() {
    buckets = unrolled(buckets);
    counts = unrolled(counts);
    head = 0;
  }

  private long[] unrolled(long[] ring) {
    long[] bigger = Arrays.copyOf(Arrays.copyOfRange(ring, head, ring.length), ring.length * 2);
    System.arraycopy(ring, 0, bigger, ring.length - head, head);
    return bigger;
  }

  private long lastMillisOf(long bucket) {
    return (bucket + 1) * bucketMillis - 1;
  }
}
