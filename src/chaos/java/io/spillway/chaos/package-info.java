/**
 * The fault suite: real nodes on a real PostgreSQL under load, a seeded row of faults, and what
 * must hold after all of them.
 *
 * <p>{@link io.spillway.chaos.Chaos} reads the command line and has a {@link
 * io.spillway.chaos.ChaosRun} do it: {@code deployment} runs nodes, database and network; {@code
 * load} uses them and records every answer; {@code fault} breaks them; in the end {@code check}
 * compares what was answered with what {@link io.spillway.chaos.SnapshotReader} finds, before and
 * after everything was stopped and started. {@code history} is what all of them talk in. Started by
 * {@code scripts/chaos.sh}.
 */
@NullMarked
package io.spillway.chaos;

import org.jspecify.annotations.NullMarked;
