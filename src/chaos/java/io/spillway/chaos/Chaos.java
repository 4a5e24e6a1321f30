package io.spillway.chaos;

import io.spillway.chaos.check.Violation;
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
    Possible possible;
    try {
      options = ChaosOptions.read(List.of(arguments));
      possible = Possible.of(options);
    } catch (ChaosOptions.BadOptionException e) {
      System.err.println("chaos.sh: " + e.getMessage());
      System.exit(EXIT_REFUSED);
      return;
    }
    Files.createDirectories(options.work());
    System.exit(holds(options, possible) ? 0 : EXIT_BROKEN);
  }

  private static boolean holds(ChaosOptions options, Possible possible) {
    Say.line("seed " + options.seed() + ", " + options.nodes() + " nodes");
    possible.leftOut().forEach(Say::line);
    try (Run run = Run.open(options, possible)) {
      List<Violation> violations = run.toTheEnd();
      violations.stream().limit(MAX_SHOWN).forEach(violation -> tell(violation, options));
      if (violations.size() > MAX_SHOWN) {
        Say.line((violations.size() - MAX_SHOWN) + " more violations");
      }
      Say.line(violations.isEmpty() ? "all invariants hold" : "BROKEN, seed " + options.seed());
      return violations.isEmpty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (RuntimeException | Error e) {
      Say.line("the run broke off, seed " + options.seed());
      e.printStackTrace(System.out);
      return false;
    }
  }

  private static void tell(Violation violation, ChaosOptions options) {
    Say.line(
        "VIOLATION of \"%s\": %s%n    seed %d, at %s, look at %s"
            .formatted(
                violation.invariant(),
                violation.what(),
                options.seed(),
                violation.at().map(String::valueOf).orElse("an unknown time"),
                violation.lookAt()));
  }
}
