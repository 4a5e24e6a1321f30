/**
 * Executions: their states, the one transition table, and the segments that hold them, in plain
 * Java.
 *
 * <p>A {@link io.spillway.domain.execution.Segment} is the mutable state of up to 1,024 executions
 * of one automation. It is immutable: each operation answers a new segment. What never changes
 * about an execution (its context, its version) is an {@link
 * io.spillway.domain.execution.ExecutionFact} and lives apart. {@link
 * io.spillway.domain.execution.SegmentCodec} is the one binary form of a segment, on disk and
 * between nodes.
 */
@NullMarked
package io.spillway.domain.execution;

import org.jspecify.annotations.NullMarked;
