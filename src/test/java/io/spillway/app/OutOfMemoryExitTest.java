package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.spillway.store.StoreException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

class OutOfMemoryExitTest {
  private static final String HEAP = "Java heap space";

  private final AtomicInteger ends = new AtomicInteger();
  private final OutOfMemoryExit exit = new OutOfMemoryExit(ends::incrementAndGet);

  @Test
  void endsTheProcessWhenAThreadEndsForWantOfMemory() {
    exit.onUncaught(Thread.currentThread(), new OutOfMemoryError(HEAP));

    assertThat(ends).hasValue(1);
  }

  @Test
  void endsTheProcessOnceForAnErrorThatIsTheCauseOfAnother() {
    exit.inspect(new StoreException("the write failed", new OutOfMemoryError(HEAP)));
    exit.inspect(new OutOfMemoryError(HEAP));

    assertThat(ends).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cannot reserve 65536 bytes of direct buffer memory (allocated: 1, limit: 2)",
        "failed to allocate 65536 byte(s) of direct memory (used: 1, max: 2)"
      })
  void goesOnWithoutABufferOutsideOfTheHeap(String message) {
    exit.inspect(new OutOfMemoryError(message));

    assertThat(ends).hasValue(0);
  }

  @Test
  void goesOnAfterOtherFailures() {
    exit.onUncaught(Thread.currentThread(), new IllegalStateException("x"));
    exit.inspect(new StackOverflowError());

    assertThat(ends).hasValue(0);
  }

  @Test
  void seesWhatIsLoggedInWhateverFormAndLevel() {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    LogConfiguration.apply(new Settings.Logging(LogFormat.TEXT, LogLevel.ERROR), context);
    AtomicInteger seen = new AtomicInteger();
    LogConfiguration.onLogged(context, failure -> seen.incrementAndGet());
    Logger logger = context.getLogger("io.netty.x");
    OutOfMemoryError failure = new OutOfMemoryError(HEAP);

    logger.debug("no exception");
    logger.debug("{}", "no exception");
    assertThat(seen).hasValue(0);
    logger.debug("one", failure);
    logger.debug("{} argument", 1, failure);
    logger.debug("{} {} arguments", 1, 2, failure);

    assertThat(seen).hasValue(3);
  }
}
