/**
 * A resolve run: the record of a decision over everything an automation held, its progress and its
 * outcome, in plain Java.
 *
 * <p>A {@link io.spillway.resolution.Resolution} is durable before the first execution moves, and
 * is finished by whoever owns the automation, also after a crash. {@link
 * io.spillway.resolution.ResolveRun} adds up what its segments report. {@link
 * io.spillway.resolution.Manifest} tells afterwards what became of each execution, from what the
 * segments remember.
 */
@NullMarked
package io.spillway.resolution;

import org.jspecify.annotations.NullMarked;
