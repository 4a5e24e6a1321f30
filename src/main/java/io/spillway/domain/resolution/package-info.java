/**
 * A resolution: the record of a decision about the paused executions of an automation, its progress
 * and its result, in plain Java.
 *
 * <p>A {@link io.spillway.domain.resolution.Resolution} is durable before the first execution
 * moves, and is finished by the automation's owner, also after a crash. {@link
 * io.spillway.domain.resolution.ResolutionProgress} adds up the replies of the segments. {@link
 * io.spillway.domain.resolution.Manifest} lists afterwards what became of each execution, from what
 * the segments keep.
 */
@NullMarked
package io.spillway.domain.resolution;

import org.jspecify.annotations.NullMarked;
