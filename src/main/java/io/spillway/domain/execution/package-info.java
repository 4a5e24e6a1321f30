/**
 * Executions: their states, the transition table, and the segments that store them, in plain Java.
 *
 * <p>A {@link io.spillway.domain.execution.Segment} is the mutable state of up to 1,024 executions
 * of one automation. It is immutable: each operation returns a new segment. The immutable part of
 * an execution (context, version) is an {@link io.spillway.domain.execution.ExecutionFact}, stored
 * apart. {@link io.spillway.domain.execution.SegmentCodec} encodes segments on disk and between
 * nodes.
 */
@NullMarked
package io.spillway.domain.execution;

import org.jspecify.annotations.NullMarked;
