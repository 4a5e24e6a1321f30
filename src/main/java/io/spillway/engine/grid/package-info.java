/**
 * The working set: Hazelcast, its one map of segments, and the transitions carried out where they
 * lie.
 *
 * <p>{@link io.spillway.engine.grid.Segments} is the way in: each operation is an EntryProcessor on
 * one segment, written through to the store before it answers. {@link
 * io.spillway.engine.search.ExecutionSearch} reads executions, their states from the grid and their
 * facts from the store; a segment that has not yet taken what the store knows catches up when it is
 * read.
 */
@NullMarked
package io.spillway.engine.grid;

import org.jspecify.annotations.NullMarked;
