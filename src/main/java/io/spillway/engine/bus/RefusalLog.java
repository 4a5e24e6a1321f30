package io.spillway.engine.bus;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs at most one refusal a minute, since those who are refused may come again and again. The next
 * message says how many were left out. Thread-safe.
 */
public final class RefusalLog {
  private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Logger log;
  private final LongSupplier nanoTime;
  private long last;
  private long leftOut;

  /**
   * @param log of the class that refuses
   */
  public RefusalLog(Logger log) {
    this(log, System::nanoTime);
  }

  RefusalLog(Logger log, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
    last = nanoTime.getAsLong() - INTERVAL_NANOS;
  }

  /** Logs what was refused and why, or leaves it out. */
  public synchronized void warn(String refusal) {
    long now = nanoTime.getAsLong();
    if (now - last < INTERVAL_NANOS) {
      leftOut++;
      return;
    }
    if (leftOut == 0) {
      log.warn("{}", refusal);
    } else {
      log.warn("{}; {} others since the last such message", refusal, leftOut);
    }
    last = now;
    leftOut = 0;
  }
}
