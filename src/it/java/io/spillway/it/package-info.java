/**
 * Tests of the program as it is delivered: the jar in a JVM of its own, used over HTTP, stopped and
 * killed.
 *
 * <p>{@link io.spillway.it.Nodes} starts {@link io.spillway.harness.ServerProcess}es, {@link
 * io.spillway.harness.ServerApi} speaks to one. A {@link io.spillway.it.TestCluster} is some of
 * them over one database. A {@link io.spillway.it.MixedLoad} uses it from several threads and
 * writes into a {@link io.spillway.it.ClientHistory} what the responses; {@link
 * io.spillway.it.HistoryChecker} compares them with what the API shows later.
 *
 * <p>{@link io.spillway.it.Browsers} start a {@link io.spillway.it.Browser} that looks at the
 * console of a {@link io.spillway.it.ConsoleNode}.
 */
@NullMarked
package io.spillway.it;

import org.jspecify.annotations.NullMarked;
