/**
 * Sends requests to a node that the OpenAPI document allows, hardly allows, and does not allow, and
 * holds the answers against it.
 *
 * <p>{@link io.spillway.fuzz.RequestGenerator} makes a request from the document, chance, and what
 * {@link io.spillway.fuzz.ObservedIds} remembers of earlier answers. {@link
 * io.spillway.fuzz.RawConnection} sends it as it is. {@link io.spillway.fuzz.ResponseOracle} says
 * what is wrong with the answer. {@link io.spillway.fuzz.ExpectedState} notes what was
 * acknowledged, and {@link io.spillway.fuzz.StateOracle} compares it with what the node shows at
 * the end, and again after it was killed and started. In between, {@link
 * io.spillway.fuzz.ReviewCheck} compares what reviews count with what their decisions move.
 */
@NullMarked
package io.spillway.fuzz;

import org.jspecify.annotations.NullMarked;
