/**
 * Reads executions: ids and contexts from the store, states from the grid.
 *
 * <p>{@link io.spillway.engine.search.Searches} opens both readers of a node: {@link
 * io.spillway.engine.search.ExecutionSearch} for executions in any state, and {@link
 * io.spillway.engine.search.PausedExecutions} for paused ones. A segment that is behind the store
 * is updated when it is read. Every search is bounded: a page has a maximum number of candidates
 * and of bytes.
 */
@NullMarked
package io.spillway.engine.search;

import org.jspecify.annotations.NullMarked;
