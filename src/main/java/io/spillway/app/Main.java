package io.spillway.app;

import io.spillway.app.verify.VerifyLog;
import io.spillway.engine.grid.NotJoinedException;
import io.spillway.store.UnusableStoreException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts one node and stops it when the process is terminated, or runs the command that the first
 * argument names.
 */
public final class Main {
  private static final String POOL_SIZE = "java.util.concurrent.ForkJoinPool.common.parallelism";
  private static final int MIN_POOL_SIZE = 4;
  private static final int EXIT_FAILED = 1;

  /** As the JVM has it with {@code -XX:+ExitOnOutOfMemoryError}. */
  private static final int EXIT_OUT_OF_MEMORY = 3;

  private Main() {}

  /**
   * Exits with 2 if the settings are invalid, with 1 if the node does not start, with 3 when it is
   * out of memory, and as {@link VerifyLog} says after a verification.
   */
  public static void main(String[] args) {
    enlargeCommonPool();
    Invocation invocation;
    try {
      invocation = Invocation.read(List.of(args), System.getenv(), version());
    } catch (SettingsException e) {
      System.err.println("spillway: " + e.getMessage());
      System.exit(Invocation.EXIT_REFUSED);
      return;
    }
    if (invocation instanceof Invocation.Answer answer) {
      System.out.print(answer.text());
    } else if (invocation instanceof Invocation.Verify verify) {
      System.exit(VerifyLog.run(verify.arguments(), System.out, System.err));
    } else if (invocation instanceof Invocation.Start start) {
      start(start);
    }
  }

  private static void start(Invocation.Start start) {
    LogConfiguration.apply(start.settings().logging());
    new OutOfMemoryExit(() -> Runtime.getRuntime().halt(EXIT_OUT_OF_MEMORY)).watch();
    Logger log = LoggerFactory.getLogger(Main.class);
    NodeLog.starts(version(), start.settings());
    start.warnings().forEach(log::warn);
    try {
      Node node = Node.start(start.settings());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "spillway-shutdown"));
      node.logReadiness();
    } catch (UnusableStoreException | RefusedStartException | NotJoinedException e) {
      log.error("the node does not start: {}", e.getMessage());
      log.debug("the cause", e);
      System.exit(EXIT_FAILED);
    } catch (RuntimeException e) {
      log.error("the node does not start: {}", e.getMessage(), e);
      System.exit(EXIT_FAILED);
    }
  }

  /** Exits with 0 after a clean stop, not with the code of the signal. */
  private static void stop(Node node) {
    Runtime.getRuntime().halt(node.stop() ? 0 : EXIT_FAILED);
  }

  /**
   * Hazelcast runs callbacks on the common pool; with a parallelism of 1, on two processors, that
   * starts a thread per callback. Must run before the first use of the pool.
   */
  private static void enlargeCommonPool() {
    if (System.getProperty(POOL_SIZE) == null) {
      int processors = Runtime.getRuntime().availableProcessors();
      System.setProperty(POOL_SIZE, Integer.toString(Math.max(MIN_POOL_SIZE, processors)));
    }
  }

  /** The version of this build. */
  static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
