package io.spillway.chaos.history;

import java.time.Duration;
import java.time.Instant;

/**
 * The end of a process that was not killed.
 *
 * @param node its number
 * @param at when it ended
 * @param asked whether it had been asked to end
 * @param took how long after it was asked
 * @param exitCode of the process
 */
public record ProcessExit(int node, Instant at, boolean asked, Duration took, int exitCode) {}
