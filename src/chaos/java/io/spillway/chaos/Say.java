package io.spillway.chaos;

import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** Tells whoever started the run how it goes. */
final class Say {
  private Say() {}

  static void line(String what) {
    System.out.println(Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS) + " " + what);
  }
}
