package io.spillway.chaos;

import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** Prints the progress of a run. */
final class ProgressLog {
  private ProgressLog() {}

  static void line(String what) {
    System.out.println(Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS) + " " + what);
  }
}
