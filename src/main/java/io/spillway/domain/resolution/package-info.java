/**
 * A resolve run: the record of a decision over everything an automation held, its progress and its
 * outcome, in plain Java.
 *
 * <p>A {@link io.spillway.domain.resolution.Resolution} is durable before the first execution
 * moves, and is finished by whoever owns the automation, also after a crash. {@link
 * io.spillway.domain.resolution.ResolutionProgress} adds up what its segments report. {@link
 * io.spillway.domain.resolution.Manifest} tells afterwards what became of each execution, from what
 * the segments remember.
 */
@NullMarked
package io.spillway.domain.resolution;

import org.jspecify.annotations.NullMarked;
