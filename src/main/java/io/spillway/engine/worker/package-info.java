/**
 * Hands jobs to workers: steps that are run outside of the cluster, in any language.
 *
 * <p>{@link io.spillway.engine.worker.JobService} takes polls and reports. A poll asks the
 * automations of this node that have jobs, by {@link io.spillway.engine.job.JobIndex}, then those
 * of other members, which announce the types they have ({@link
 * io.spillway.engine.worker.JobPeers}). If there is nothing, it is parked until jobs get ready or
 * its time is over. Leases are made and ended by the actors of the automations; nothing is kept
 * here but what answers a poll.
 */
@NullMarked
package io.spillway.engine.worker;

import org.jspecify.annotations.NullMarked;
