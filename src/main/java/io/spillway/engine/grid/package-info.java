/**
 * The working set: Hazelcast and its map of segments.
 *
 * <p>{@link io.spillway.engine.grid.Segments} is the entry point: each operation is an
 * EntryProcessor on one segment, written through to the store before it replies. {@link
 * io.spillway.engine.grid.Membership} knows the members and the owner of each key.
 */
@NullMarked
package io.spillway.engine.grid;

import org.jspecify.annotations.NullMarked;
