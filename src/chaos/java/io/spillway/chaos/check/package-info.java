/**
 * Invariants of a run under faults.
 *
 * <p>A {@link io.spillway.chaos.check.InvariantChecker} has every {@link
 * io.spillway.chaos.check.Rule} look at the evidence. A rule tells each thing that breaks it, with
 * the moment and the place to look at. Rules are numbered as the promises are in {@link
 * io.spillway.chaos.check.Invariant}. Whatever a client was not told may have happened or not: a
 * rule allows for both and for nothing else.
 */
@NullMarked
package io.spillway.chaos.check;

import org.jspecify.annotations.NullMarked;
