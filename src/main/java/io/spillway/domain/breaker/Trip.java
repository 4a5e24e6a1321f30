package io.spillway.domain.breaker;

import java.time.Instant;

/**
 * What was seen at the moment the breaker tripped; a snapshot that later changes of the limit leave
 * alone.
 *
 * @param observedCount executions counted, the one that tripped it included: {@code threshold + 1}
 * @param threshold the maximum in force
 * @param period the period in force
 * @param trippedAt when
 */
public record Trip(long observedCount, long threshold, BreakerPeriod period, Instant trippedAt) {}
