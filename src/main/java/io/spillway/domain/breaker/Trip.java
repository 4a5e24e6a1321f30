package io.spillway.domain.breaker;

import java.time.Instant;

/**
 * The count and limit when the breaker tripped; later changes of the limit do not affect it.
 *
 * @param observedCount executions counted, including the one that tripped: {@code threshold + 1}
 * @param threshold the maximum in force
 * @param period the period in force
 * @param trippedAt time of the trip
 */
public record Trip(long observedCount, long threshold, BreakerPeriod period, Instant trippedAt) {}
