package io.spillway.chaos;

import io.spillway.chaos.check.Violation;
import io.spillway.harness.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** Runs the failover suite. Ends with 0 if all holds, 1 if not, 2 for a bad command line. */
public final class Failover {
  private static final int EXIT_BROKEN = 1;
  private static final int EXIT_REFUSED = 2;

  private Failover() {}

  public static void main(String[] arguments) throws IOException {
    FailoverOptions options;
    try {
      options = FailoverOptions.read(List.of(arguments));
    } catch (Options.BadOptionException e) {
      System.err.println("failover.sh: " + e.getMessage());
      System.exit(EXIT_REFUSED);
      return;
    }
    Files.createDirectories(options.work());
    System.exit(passes(options) ? 0 : EXIT_BROKEN);
  }

  private static boolean passes(FailoverOptions options) {
    ProgressLog.line("seed " + options.seed() + ", " + options.nodes() + " nodes");
    try (FailoverRun run = FailoverRun.open(options)) {
      List<Violation> violations = run.execute();
      Chaos.report(violations, options.seed());
      return violations.isEmpty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (RuntimeException | Error e) {
      ProgressLog.line("the run failed, seed " + options.seed());
      e.printStackTrace(System.out);
      return false;
    }
  }
}
