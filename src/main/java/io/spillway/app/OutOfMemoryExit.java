package io.spillway.app;

import ch.qos.logback.classic.LoggerContext;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.OutOfMemoryHandler;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when its heap is exhausted, however it was started: the thread that an {@link
 * OutOfMemoryError} hits leaves its work half done, and a node that lives on may answer nobody.
 *
 * <p>The flag of the JVM for that can neither stand in the manifest of a jar nor be set at run
 * time. So errors are seen where they come to light: in threads that end by one, in Hazelcast, and
 * in what is logged, since libraries log what they catch. Those that nobody sees are found by a
 * watchdog, which allocates memory once a second.
 */
final class OutOfMemoryExit {
  private static final Logger LOG = LoggerFactory.getLogger(OutOfMemoryExit.class);
  private static final long WATCH_MILLIS = 1_000;
  private static final int MAX_CAUSES = 10;

  /** Four times, less than half a region of the heap each, as G1 treats larger ones specially. */
  private static final int SAMPLE_BYTES = 256 * 1024;

  private static final int SAMPLES = 4;

  private final Runnable halt;

  /** Given up by the one who ends the process, to have room for the last line of the log. */
  private final AtomicReference<byte @Nullable []> reserve =
      new AtomicReference<>(new byte[SAMPLE_BYTES]);

  /** A field, so that the compiler cannot leave the allocation out. */
  private final Queue<byte[]> samples = new ArrayDeque<>(SAMPLES);

  /**
   * @param halt ends the process at once
   */
  OutOfMemoryExit(Runnable halt) {
    this.halt = halt;
  }

  /** Watches this process from now on, once its log is configured. */
  void watch() {
    Thread.setDefaultUncaughtExceptionHandler(this::onUncaught);
    Hazelcast.setOutOfMemoryHandler(
        new OutOfMemoryHandler() {
          @Override
          public void onOutOfMemory(OutOfMemoryError error, HazelcastInstance[] members) {
            inspect(error);
          }
        });
    LogConfiguration.onLogged((LoggerContext) LoggerFactory.getILoggerFactory(), this::inspect);
    new Timer("spillway-memory", true)
        .schedule(
            new TimerTask() {
              @Override
              public void run() {
                allocate();
              }
            },
            WATCH_MILLIS,
            WATCH_MILLIS);
  }

  void onUncaught(Thread thread, Throwable failure) {
    inspect(failure);
    LOG.error("thread {} ended by an exception", thread.getName(), failure);
  }

  /** Ends the process if the failure, or what caused it, is that the heap is exhausted. */
  void inspect(Throwable failure) {
    @Nullable Throwable cause = failure;
    for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
      if (cause instanceof OutOfMemoryError error && isOfHeap(error)) {
        end(error);
        return;
      }
      cause = cause.getCause();
    }
  }

  /** A buffer outside of the heap that is not to be had fails the one request that needs it. */
  private static boolean isOfHeap(OutOfMemoryError error) {
    return error.getMessage() == null || !error.getMessage().contains("direct");
  }

  private void allocate() {
    try {
      for (int i = 0; i < SAMPLES; i++) {
        samples.add(new byte[SAMPLE_BYTES]);
      }
      samples.clear();
    } catch (OutOfMemoryError e) {
      end(e);
    }
  }

  private void end(OutOfMemoryError error) {
    if (reserve.getAndSet(null) != null) {
      try {
        LOG.error(
            "out of memory ({}): the node ends at once, to be started again; what it acknowledged"
                + " is in the store",
            error.getMessage());
      } finally {
        halt.run();
      }
    }
  }
}
