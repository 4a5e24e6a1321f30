/**
 * What process tests, benchmarks, fault injection and fuzzing share: a node as a process, and a
 * client of its HTTP interface.
 *
 * <p>{@link io.spillway.harness.ServerProcess} starts the delivered jar in a JVM of its own. {@link
 * io.spillway.harness.ServerApi} sends requests to it and checks every response against the OpenAPI
 * document; {@link io.spillway.harness.ApiCalls} names the calls. {@link
 * io.spillway.harness.BacklogWriter} writes paused executions into a store while no node runs.
 * {@link io.spillway.harness.Options} reads the command line of a tool.
 *
 * <p>The harness uses the packages of {@code src/test} and none of the rooms that use it.
 */
@NullMarked
package io.spillway.harness;

import org.jspecify.annotations.NullMarked;
