package io.spillway.demo;

import java.time.Clock;
import java.util.List;

/**
 * The client behind {@code scripts/demo.sh}. Exit code 0: every number was as expected; 1: one was
 * not, or the server could not be used; 2: the command line was wrong.
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
    Checks checks = new Checks(System.out);
    try {
      Events events = Events.read(options.events());
      Api api = Api.signIn(options.url(), Credentials.read(options.credentials()));
      Story story = new Story(api, options.waves(), events, checks, Clock.systemUTC());
      story.tell();
      if (options.leaveTripped()) {
        story.leaveOneTripped();
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
