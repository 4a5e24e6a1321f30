package io.spillway.chaos;

import io.spillway.chaos.check.Violation;
import io.spillway.harness.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** Runs the fault suite. Ends with 0 if all holds, with 1 if not, with 2 for a bad command line. */
public final class Chaos {
  private static final int EXIT_BROKEN = 1;
  private static final int EXIT_REFUSED = 2;

  /** Of one kind of violation there can be as many as executions. */
  private static final int MAX_SHOWN = 50;

  private Chaos() {}

  public static void main(String[] arguments) throws IOException {
    ChaosOptions options;
    FaultSelection selection;
    try {
      options = ChaosOptions.read(List.of(arguments));
      selection = FaultSelection.of(options);
    } catch (Options.BadOptionException e) {
      System.err.println("chaos.sh: " + e.getMessage());
      System.exit(EXIT_REFUSED);
      return;
    }
    Files.createDirectories(options.work());
    System.exit(passes(options, selection) ? 0 : EXIT_BROKEN);
  }

  private static boolean passes(ChaosOptions options, FaultSelection selection) {
    ProgressLog.line("seed " + options.seed() + ", " + options.nodes() + " nodes");
    selection.leftOut().forEach(ProgressLog::line);
    try (ChaosRun run = ChaosRun.open(options, selection)) {
      List<Violation> violations = run.execute();
      report(violations, options.seed());
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

  static void report(List<Violation> violations, long seed) {
    violations.stream().limit(MAX_SHOWN).forEach(violation -> report(violation, seed));
    if (violations.size() > MAX_SHOWN) {
      ProgressLog.line((violations.size() - MAX_SHOWN) + " more violations");
    }
    ProgressLog.line(violations.isEmpty() ? "all invariants hold" : "BROKEN, seed " + seed);
  }

  private static void report(Violation violation, long seed) {
    ProgressLog.line(
        "VIOLATION of \"%s\": %s%n    seed %d, at %s, look at %s"
            .formatted(
                violation.invariant(),
                violation.what(),
                seed,
                violation.at().map(String::valueOf).orElse("an unknown time"),
                violation.lookAt()));
  }
}
