/**
 * The benchmarks: the server in a process of its own, used over loopback, with its peers measured
 * in the same run.
 *
 * <p>{@link io.spillway.bench.Bench} reads the command line and runs one benchmark. Each benchmark
 * alternates between the server ({@link io.spillway.bench.BenchNode}) and its peers, adds what it
 * measured to a {@link io.spillway.bench.Report}, and leaves no process and no file behind. {@link
 * io.spillway.harness.Backlog} puts paused executions into a data directory through the store's
 * port, before a node is started on it.
 */
@NullMarked
package io.spillway.bench;

import org.jspecify.annotations.NullMarked;
