/**
 * The clients of a run: threads that fire triggers, decide, read and terminate, through all nodes.
 *
 * <p>{@link io.spillway.chaos.load.Workload} owns the threads. Whatever is asked goes through a
 * {@link io.spillway.chaos.load.RecordingClient}, which takes down question and answer.
 */
@NullMarked
package io.spillway.chaos.load;

import org.jspecify.annotations.NullMarked;
