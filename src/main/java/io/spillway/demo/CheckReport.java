package io.spillway.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints the steps of the scenario, and compares every number with the expected one. */
final class CheckReport {
  private final PrintStream out;
  private final List<String> failures = new ArrayList<>();
  private int count;

  CheckReport(PrintStream out) {
    this.out = out;
  }

  /** Prints the title of a step. */
  void step(String title) {
    out.println();
    out.println(title);
  }

  /** Prints a line that is not checked. */
  void info(String line) {
    out.println("     " + line);
  }

  /** Prints and checks a number. */
  void number(String what, long expected, long actual) {
    line(
        what,
        String.format(Locale.ROOT, "%,d", expected),
        String.format(Locale.ROOT, "%,d", actual));
  }

  /** Prints and checks a text. */
  void text(String what, String expected, String actual) {
    line(what, expected, actual);
  }

  private void line(String what, String expected, String actual) {
    count++;
    if (expected.equals(actual)) {
      out.println("  ok " + what + ": " + actual);
    } else {
      failures.add(what + ": expected " + expected + ", was " + actual);
      out.println("  NO " + what + ": " + actual + ", expected " + expected);
    }
  }

  int count() {
    return count;
  }

  /** The failed checks, in order. */
  List<String> failures() {
    return List.copyOf(failures);
  }
}
