package io.spillway.chaos.check;

/** What is promised, in the order in which it is reported. */
public enum Invariant {
  ACKNOWLEDGED_ONCE("every acknowledged execution exists exactly once"),
  FORWARD_ONLY("states only move forward; nothing is both run and cancelled"),
  EXACT_COUNTS("counts are exact, and each resolution has one audit row with them"),
  RISING_VERSIONS("versions in the database only rise"),
  BOUNDED_WINDOWS("no window has more admissions than its maximum, and none is paused before"),
  WHOLE_OR_NOT_AT_ALL("a call without a reply was done once or not at all, never half"),
  WRITES_RESUME("writes succeed soon after a fault"),
  ONE_TRUTH("every node reports the content of the database, and a cold start changes nothing"),
  ORDERLY_NODES("nodes answer properly, start, and end only when they are asked to");

  private final String promise;

  Invariant(String promise) {
    this.promise = promise;
  }

  /** A sentence for people. */
  @Override
  public String toString() {
    return promise;
  }
}
