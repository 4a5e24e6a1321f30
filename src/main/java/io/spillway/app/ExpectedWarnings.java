package io.spillway.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Drops what Hazelcast warns of although it is expected: when two members leave together, a line
 * for each partition that nobody has any more. Segments are read from the store again, and the
 * members that left are logged.
 */
final class ExpectedWarnings extends TurboFilter {
  private static final String PARTITIONS = "com.hazelcast.internal.partition";
  private static final String LOST = "is completely lost";

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] arguments,
      @Nullable Throwable cause) {
    return format != null && format.contains(LOST) && logger.getName().startsWith(PARTITIONS)
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }
}
