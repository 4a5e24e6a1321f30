/**
 * The history of a run as plain data: the calls of clients and their replies, what was sampled
 * while it ran, and what database and nodes showed in the end.
 *
 * <p>A run fills a {@link io.spillway.chaos.history.Journal} and takes {@link
 * io.spillway.chaos.history.StateSnapshot}s; the rules of {@code io.spillway.chaos.check} read
 * {@link io.spillway.chaos.history.RunHistory} and know neither processes nor connections, so that
 * tests make it up.
 */
@NullMarked
package io.spillway.chaos.history;

import org.jspecify.annotations.NullMarked;
