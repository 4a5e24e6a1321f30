/**
 * The truth: everything Spillway promises to keep, on disk before anyone is answered.
 *
 * <p>{@link io.spillway.store.Store} is the port; the grid and the actors know nothing else. Reads
 * block and belong on a worker thread. Writes return at once and complete when they are durable:
 * one writer thread takes whatever is queued into one transaction (group commit). Every write is
 * guarded by a revision or a version, so that a writer who no longer owns the data changes nothing
 * and learns it by {@link io.spillway.store.StaleWriteException}.
 */
@NullMarked
package io.spillway.store;

import org.jspecify.annotations.NullMarked;
