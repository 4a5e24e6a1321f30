/**
 * Tests of the program as it is delivered: the jar in a JVM of its own, used over HTTP, stopped and
 * killed.
 *
 * <p>{@link io.spillway.it.Nodes} starts {@link io.spillway.it.ServerProcess}es, {@link
 * io.spillway.it.Api} speaks to one. A {@link io.spillway.it.Cluster} is some of them over one
 * database. A {@link io.spillway.it.Load} uses it from several threads and writes into a {@link
 * io.spillway.it.Ledger} what it was told; {@link io.spillway.it.Books} compares that with what the
 * API shows later.
 *
 * <p>{@link io.spillway.it.Browsers} start a {@link io.spillway.it.Browser} that looks at the
 * console of a {@link io.spillway.it.ConsoleNode}.
 */
@NullMarked
package io.spillway.it;

import org.jspecify.annotations.NullMarked;
