/**
 * What is known of a run, as plain data: what clients asked and were told, what was sampled while
 * it ran, and what database and nodes showed in the end.
 *
 * <p>A run fills a {@link io.spillway.chaos.evidence.Journal} and takes {@link
 * io.spillway.chaos.evidence.Snapshot}s; the rules of {@code io.spillway.chaos.check} read {@link
 * io.spillway.chaos.evidence.Evidence} and know neither processes nor connections, so that tests
 * make it up.
 */
@NullMarked
package io.spillway.chaos.evidence;

import org.jspecify.annotations.NullMarked;
