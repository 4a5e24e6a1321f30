package io.spillway.demo;

import java.time.Clock;
import java.util.List;

/**
 * The client behind {@code scripts/demo.sh}. Exit code 0: all checks passed; 1: a check failed, or
 * a request did; 2: the command line is invalid.
 */
public final class Demo {
  private static final int EXIT_FAILED = 1;
  private static final int EXIT_REFUSED = 2;

  private Demo() {}

  public static void main(String[] args) throws InterruptedException {
    System.exit(run(List.of(args)));
  }

  private static int run(List<String> arguments) throws InterruptedException {
    DemoOptions options;
    try {
      options = DemoOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("demo: " + e.getMessage());
      System.err.println(DemoOptions.USAGE);
      return EXIT_REFUSED;
    }
    CheckReport checks = new CheckReport(System.out);
    try {
      SampleEvents events = SampleEvents.read(options.events());
      ApiClient api = ApiClient.signIn(options.url(), Credentials.read(options.credentials()));
      DemoScenario scenario =
          new DemoScenario(api, options.sizes(), events, checks, Clock.systemUTC());
      scenario.run();
      if (options.leaveTripped()) {
        scenario.leaveTripped();
      }
    } catch (DemoException e) {
      System.err.println("demo: " + e.getMessage());
      return EXIT_FAILED;
    }
    if (!checks.failures().isEmpty()) {
      System.err.println("demo: these numbers are not as expected:");
      checks.failures().forEach(failure -> System.err.println("  " + failure));
      return EXIT_FAILED;
    }
    System.out.println("\nAll " + checks.count() + " checks passed.");
    return 0;
  }
}
