/**
 * The store port: the source of truth, durable before any response.
 *
 * <p>{@link io.spillway.store.Store} is the port; the grid and the actors use nothing else. Reads
 * block and belong on a worker thread. Writes are asynchronous and complete when durable: one
 * writer thread commits all queued writes in one transaction (group commit). Every write is fenced
 * by a revision or a version, so that a writer that no longer owns the data changes nothing and
 * fails with {@link io.spillway.store.StaleWriteException}; the owner of an automation is who
 * claimed it last. A write with an unknown outcome fails with {@link
 * io.spillway.store.UnknownOutcomeException}; the next claim shows whether it was made.
 *
 * <p>The nodes of a cluster may share one PostgreSQL database, each with its own writer. Their
 * transactions lock the rows they touch, and at their end the numbering of audit rows, so that
 * these are numbered in the order in which they become visible.
 */
@NullMarked
package io.spillway.store;

import org.jspecify.annotations.NullMarked;
