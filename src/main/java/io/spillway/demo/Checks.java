package io.spillway.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells the story line by line, and compares every number with what it must be. */
final class Checks {
  private final PrintStream out;
  private final List<String> failures = new ArrayList<>();
  private int count;

  Checks(PrintStream out) {
    this.out = out;
  }

  /** Begins a step of the story. */
  void step(String title) {
    out.println();
    out.println(title);
  }

  /** Tells something that is not checked. */
  void tell(String line) {
    out.println("     " + line);
  }

  /** Tells a number that must be {@code expected}. */
  void number(String what, long expected, long actual) {
    line(
        what,
        String.format(Locale.ROOT, "%,d", expected),
        String.format(Locale.ROOT, "%,d", actual));
  }

  /** Tells a text that must be {@code expected}. */
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

  /** What was not as expected, in order. */
  List<String> failures() {
    return List.copyOf(failures);
  }
}
