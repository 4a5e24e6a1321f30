package io.spillway.domain.automation;

import java.util.Objects;
import java.util.Optional;

/**
 * Who runs the executions of an automation, and how fast.
 *
 * @param mode who runs them
 * @param maxConcurrent the maximum number of executions under way at once, 1 to {@value
 *     #MAX_CONCURRENT}
 * @param maxPerSecond the maximum number of executions started within a second, up to {@value
 *     #MAX_PER_SECOND}; 0 for no limit
 */
public record RunnerSettings(Mode mode, int maxConcurrent, int maxPerSecond) {
  /** The largest number of executions under way at once. */
  public static final int MAX_CONCURRENT = 10_000;

  /** The largest number of executions started within a second. */
  public static final int MAX_PER_SECOND = 100_000;

  private static final int DEFAULT_CONCURRENT = 64;

  /** Of new automations: Spillway runs them, 64 at once, without a limit by second. */
  public static final RunnerSettings BUILT_IN =
      new RunnerSettings(Mode.BUILT_IN, DEFAULT_CONCURRENT, 0);

  /** Of automations that are older than the runner: somebody else moves their executions. */
  public static final RunnerSettings EXTERNAL =
      new RunnerSettings(Mode.EXTERNAL, DEFAULT_CONCURRENT, 0);

  /** Who runs executions. The names are stored and sent; they never change. */
  public enum Mode {
    /** Spillway and the workers that ask it for jobs. */
    BUILT_IN,
    /** Somebody else, who moves their states. */
    EXTERNAL
  }

  public RunnerSettings {
    Objects.requireNonNull(mode, "mode");
    require("maxConcurrent", maxConcurrent, 1, MAX_CONCURRENT);
    require("maxPerSecond", maxPerSecond, 0, MAX_PER_SECOND);
  }

  /**
   * A change of these settings: present ones are set, absent ones are unchanged.
   *
   * @param mode who runs executions
   * @param maxConcurrent how many are under way at once
   * @param maxPerSecond how many are started within a second
   */
  public record Change(
      Optional<Mode> mode, Optional<Integer> maxConcurrent, Optional<Integer> maxPerSecond) {}

  /**
   * These settings with a change.
   *
   * @throws IllegalArgumentException if the result is out of range
   */
  public RunnerSettings with(Change change) {
    return new RunnerSettings(
        change.mode().orElse(mode),
        change.maxConcurrent().orElse(maxConcurrent),
        change.maxPerSecond().orElse(maxPerSecond));
  }

  private static void require(String field, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "runner." + field + " is " + value + ", must be " + min + " to " + max);
    }
  }
}
