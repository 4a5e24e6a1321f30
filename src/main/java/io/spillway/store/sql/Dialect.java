package io.spillway.store.sql;

import io.spillway.store.DatabaseSharing;
import io.spillway.store.Store;

/**
 * Differences between the SQL of the databases.
 *
 * @param whenConnected the first statement of the writer on a connection; empty for none
 * @param server a query of the server at the other end of a connection: {@code process}, a text
 *     that no other server process has, and {@code writable}; empty if there is none
 * @param begin opens the writer's transaction
 * @param numbers a query of the elements of a JSON array of numbers, which is its one parameter
 * @param pairs a query of the elements of a JSON array of pairs of numbers, which is its one
 *     parameter, as columns {@code first} and {@code second}
 * @param texts a query of the elements of a JSON array of strings, which is its one parameter
 * @param position a function of two texts: 1-based index of the second in the first, 0 if absent
 * @param nowMillis an expression: the database's clock in epoch milliseconds
 * @param isReadOnly a query within a transaction of the writer: whether it must not write
 * @param beforeAuditing the statement before audit rows are numbered, so that their order is the
 *     order of commits; empty for none
 * @param numberCommit counts a commit, within it, and returns the count; empty for none
 */
record Dialect(
    String whenConnected,
    String server,
    String begin,
    String numbers,
    String pairs,
    String texts,
    String position,
    String nowMillis,
    String isReadOnly,
    String beforeAuditing,
    String numberCommit) {
  /** SQLite has one writer at a time, which locks the database at BEGIN. */
  static final Dialect SQLITE =
      new Dialect(
          "",
          "",
          "BEGIN IMMEDIATE",
          "SELECT value FROM json_each(?)",
          "SELECT json_extract(value, '$[0]') AS first, json_extract(value, '$[1]') AS second"
              + " FROM json_each(?)",
          "SELECT value FROM json_each(?)",
          "instr",
          "CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)",
          "SELECT 0 FROM counter WHERE name = 'check'",
          "",
          "INSERT INTO counter (name, value) VALUES ('commit', 1)"
              + " ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value");

  /**
   * A node that hangs within a transaction blocks the others by its locks; this limits it to less
   * than {@link PostgresStore#TIMEOUT}.
   */
  private static final String SET_IDLE_TIMEOUT = "SET idle_in_transaction_session_timeout = 5000";

  /**
   * PostgreSQL has as many writers as there are nodes.
   *
   * <p>The numbers of the advisory locks are arbitrary. The first is held while the writer is
   * connected, the second to the end of a transaction, the third by {@link Store#runExclusively}.
   */
  static Dialect postgresql(DatabaseSharing sharing) {
    return new Dialect(
        SET_IDLE_TIMEOUT
            + "; DO $$ BEGIN IF NOT "
            + (sharing == DatabaseSharing.SHARED
                ? "pg_try_advisory_lock_shared"
                : "pg_try_advisory_lock")
            + "(7236614118002) THEN RAISE EXCEPTION '"
            + sharing.refusal()
            + "'; END IF; END $$",
        "SELECT CAST(extract(epoch FROM pg_postmaster_start_time()) AS text) AS process,"
            // A standby has it on, and so has a server whose default it is.
            + " current_setting('transaction_read_only') = 'off' AS writable",
        "BEGIN",
        "SELECT value::bigint FROM json_array_elements_text(CAST(? AS json))",
        "SELECT (value->>0)::bigint AS first, (value->>1)::bigint AS second"
            + " FROM json_array_elements(CAST(? AS json))",
        "SELECT value FROM json_array_elements_text(CAST(? AS json))",
        "strpos",
        "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)",
        "SELECT CAST(current_setting('transaction_read_only') AS boolean)",
        "SELECT pg_advisory_xact_lock(7236614118003)",
        "");
  }
}
