package io.spillway.domain.breaker;

/**
 * A plan for triggers that arrive together: the first {@code admitted} of them are admitted, the
 * rest is paused.
 *
 * @param admitted number of admitted triggers
 * @param paused number of paused triggers
 * @param atMillis time of the plan, epoch milliseconds; never before an earlier plan
 * @param next state of the breaker after the plan is committed
 * @param tripped whether this plan trips the breaker
 */
public record Admission(
    int admitted, int paused, long atMillis, BreakerState next, boolean tripped) {}
