/**
 * The truth: everything Spillway promises to keep, on disk before anyone is answered.
 *
 * <p>{@link io.spillway.store.Store} is the port; the grid and the actors know nothing else. Reads
 * block and belong on a worker thread. Writes return at once and complete when they are durable:
 * one writer thread takes whatever is queued into one transaction (group commit). Every write is
 * guarded by a revision or a version, so that a writer who no longer owns the data changes nothing
 * and learns it by {@link io.spillway.store.StaleWriteException}; an automation's owner is who
 * claimed it last. Where a write's outcome is not known, it fails with {@link
 * io.spillway.store.UnknownOutcomeException}, and the next claim tells.
 *
 * <p>The nodes of a cluster may share one PostgreSQL database, each with a writer of its own. Their
 * transactions wait for each other where they touch the same row, and in the end to number their
 * audit rows, so that these are numbered in the order in which they become visible.
 */
@NullMarked
package io.spillway.store;

import org.jspecify.annotations.NullMarked;
