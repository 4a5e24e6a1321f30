package io.spillway.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What a logger logs, until this is closed. */
public final class CapturedLog implements AutoCloseable {
  private final Logger logger;
  private final @Nullable Level levelBefore;
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  private CapturedLog(Logger logger) {
    this.logger = logger;
    levelBefore = logger.getLevel();
    appender.start();
    logger.addAppender(appender);
  }

  /** Captures what a logger logs at the levels that it has. */
  public static CapturedLog of(Logger logger) {
    return new CapturedLog(logger);
  }

  /** Captures what the logger of this name logs at INFO and above. */
  public static CapturedLog of(String name) {
    CapturedLog log = of((Logger) LoggerFactory.getLogger(name));
    log.logger.setLevel(Level.INFO);
    return log;
  }

  /** Levels and messages. */
  public List<String> lines() {
    return List.copyOf(appender.list).stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    logger.setLevel(levelBefore);
  }
}
