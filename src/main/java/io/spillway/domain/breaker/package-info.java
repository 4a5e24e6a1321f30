/**
 * The circuit breaker of one automation, in plain Java.
 *
 * <p>A {@link io.spillway.domain.breaker.CircuitBreaker} is a limit ({@link
 * io.spillway.domain.breaker.BreakerLimit}), a state ({@link
 * io.spillway.domain.breaker.BreakerState}: closed or tripped) and a {@link
 * io.spillway.domain.breaker.TrailingWindow} of its admissions. A caller requests a plan ({@link
 * io.spillway.domain.breaker.Admission}) for triggers that arrive together, makes the plan durable,
 * and only then commits it: a plan that could not be stored has no effect.
 *
 * <p>Nothing here reads a clock, blocks or uses threads: the single owner of a breaker passes the
 * time with each call.
 */
@NullMarked
package io.spillway.domain.breaker;

import org.jspecify.annotations.NullMarked;
