package io.spillway.engine.bus;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalLogTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(RefusalLogTest.class);

  @Test
  void oneRefusalAMinuteIsLoggedAndTheOthersAreCounted() {
    logged.start();
    logger.addAppender(logged);
    RefusalLog log = new RefusalLog(logger, now::get);

    log.warn("a {} is refused");
    log.warn("b");
    log.warn("c");
    now.addAndGet(TimeUnit.MINUTES.toNanos(1) - 1);
    log.warn("d");
    now.addAndGet(1);
    log.warn("e");
    now.addAndGet(TimeUnit.MINUTES.toNanos(1));
    log.warn("f");

    assertThat(logged.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("a {} is refused", "e; 3 others since the last such message", "f");
    logger.detachAppender(logged);
  }
}
