/**
 * The circuit breaker of one automation, in plain Java.
 *
 * <p>A {@link io.spillway.domain.breaker.CircuitBreaker} is a limit ({@link
 * io.spillway.domain.breaker.BreakerLimit}), a state ({@link
 * io.spillway.domain.breaker.BreakerState}: closed or tripped) and a {@link
 * io.spillway.domain.breaker.TrailingWindow} of what it admitted. A caller asks for a plan ({@link
 * io.spillway.domain.breaker.Admission}) for a number of triggers that arrive at one moment, makes
 * the plan durable, and only then commits it: a plan that could not be stored leaves no trace.
 *
 * <p>Nothing here reads a clock, blocks or knows a thread: the one owner of a breaker brings the
 * time with each call.
 */
@NullMarked
package io.spillway.domain.breaker;

import org.jspecify.annotations.NullMarked;
