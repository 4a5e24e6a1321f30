/**
 * The store in SQL: SQLite in a file of one node, or PostgreSQL, shared by the nodes of a cluster.
 *
 * <p>{@link io.spillway.store.sql.SqliteStore} and {@link io.spillway.store.sql.PostgresStore} open
 * it. All writes of a node go through one {@link io.spillway.store.sql.GroupCommit}: a thread with
 * its own connection that commits all queued writes in one transaction. Reads go through {@link
 * io.spillway.store.sql.QueryRunner} on pooled connections and block. Where the two databases
 * differ, {@link io.spillway.store.sql.Dialect} has both forms. Both are made on one server, see
 * {@link io.spillway.store.sql.CurrentServer}; {@link io.spillway.store.sql.ServerWatch} notices
 * when the address of the database leads to another. SQL appears in no other package.
 */
@NullMarked
package io.spillway.store.sql;

import org.jspecify.annotations.NullMarked;
