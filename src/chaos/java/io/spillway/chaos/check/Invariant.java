package io.spillway.chaos.check;

/** What is promised, in the order in which it is reported. */
public enum Invariant {
  ACKNOWLEDGED_ONCE("every acknowledged execution exists exactly once"),
  FORWARD_ONLY("states only move forward; nothing is both run and cancelled"),
  EXACT_COUNTS("counts are exact, and each resolution has one audit row that tells them"),
  RISING_VERSIONS("versions in the database only rise"),
  BOUNDED_WINDOWS("no window has more admissions than its maximum, and none is held before"),
  WHOLE_OR_NOT_AT_ALL("what nobody was told of was done once or not at all, never half"),
  WRITES_RESUME("writes go on soon after a fault"),
  ONE_TRUTH("every node shows what the database holds, and a cold start changes nothing"),
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
