/**
 * The clients of a run: threads that fire triggers, decide, read and terminate, through all nodes.
 *
 * <p>{@link io.spillway.chaos.load.Clients} owns the threads. Whatever is asked goes through a
 * {@link io.spillway.chaos.load.Desk}, which takes down question and answer.
 */
@NullMarked
package io.spillway.chaos.load;

import org.jspecify.annotations.NullMarked;
