package io.spillway.store.sql;

import io.spillway.store.Sharing;
import io.spillway.store.Store;

/**
 * Where the SQL of the databases differs.
 *
 * @param whenConnected what the writer does first on a connection; empty for nothing
 * @param begin opens the writer's transaction
 * @param numbers a query of the elements of a JSON array of numbers, which is its one parameter
 * @param pairs a query of the elements of a JSON array of pairs of numbers, which is its one
 *     parameter, as columns {@code first} and {@code second}
 * @param texts a query of the elements of a JSON array of strings, which is its one parameter
 * @param position a function of two texts: where in the first the second begins, 0 if nowhere
 * @param nowMillis an expression: the time by the clock of the database, in epoch milliseconds
 * @param beforeAuditing what a transaction does before it gives numbers to audit rows, so that
 *     their order is the order of commits; empty for nothing
 */
record Dialect(
    String whenConnected,
    String begin,
    String numbers,
    String pairs,
    String texts,
    String position,
    String nowMillis,
    String beforeAuditing) {
  /** SQLite has one writer at a time, which takes its lock when it begins. */
  static final Dialect SQLITE =
      new Dialect(
          "",
          "BEGIN IMMEDIATE",
          "SELECT value FROM json_each(?)",
          "SELECT json_extract(value, '$[0]') AS first, json_extract(value, '$[1]') AS second"
              + " FROM json_each(?)",
          "SELECT value FROM json_each(?)",
          "instr",
          "CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)",
          "");

  /**
   * A node that stops in the middle of a transaction keeps its locks from the others, of which they
   * can do without for less than {@link PostgresStore#PATIENCE}.
   */
  private static final String LET_GO = "SET idle_in_transaction_session_timeout = 5000";

  /**
   * PostgreSQL has as many writers as there are nodes.
   *
   * <p>The numbers of its locks are any that nobody else in the database uses. The first is held as
   * long as the writer is connected, the second to the end of a transaction, the third as {@link
   * Store#oneAtATime} says.
   */
  static Dialect postgresql(Sharing sharing) {
    return new Dialect(
        LET_GO
            + "; DO $$ BEGIN IF NOT "
            + (sharing == Sharing.SHARED ? "pg_try_advisory_lock_shared" : "pg_try_advisory_lock")
            + "(7236614118002) THEN RAISE EXCEPTION '"
            + sharing.refusal()
            + "'; END IF; END $$",
        "BEGIN",
        "SELECT value::bigint FROM json_array_elements_text(CAST(? AS json))",
        "SELECT (value->>0)::bigint AS first, (value->>1)::bigint AS second"
            + " FROM json_array_elements(CAST(? AS json))",
        "SELECT value FROM json_array_elements_text(CAST(? AS json))",
        "strpos",
        "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)",
        "SELECT pg_advisory_xact_lock(7236614118003)");
  }
}
