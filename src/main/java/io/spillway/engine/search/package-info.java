/**
 * Reads executions: which ones from the store, their states from the grid, their contexts from the
 * store.
 *
 * <p>{@link io.spillway.engine.search.Searches} opens both readers of a node: {@link
 * io.spillway.engine.search.ExecutionSearch} for executions in any state, and {@link
 * io.spillway.engine.search.PausedExecutions} for what a breaker has paused. A segment that has not
 * yet taken what the store knows catches up when it is read. Every search is bounded: a page looks
 * at a limited number of candidates and holds a limited number of bytes.
 */
@NullMarked
package io.spillway.engine.search;

import org.jspecify.annotations.NullMarked;
