package io.spillway.domain.breaker;

/**
 * A plan for a number of triggers that arrived at one moment: the first {@code admitted} of them
 * may run, the rest is held.
 *
 * @param admitted how many may run
 * @param paused how many are held
 * @param atMillis the moment, epoch milliseconds; never before an earlier plan's
 * @param next the breaker's state once the plan is carried out
 * @param tripped whether this plan trips the breaker
 */
public record Admission(
    int admitted, int paused, long atMillis, BreakerState next, boolean tripped) {}
