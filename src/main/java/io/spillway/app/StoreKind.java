package io.spillway.app;

/** The kinds of store. */
enum StoreKind {
  /** One SQLite database in the data directory. */
  SQLITE,
  /** A PostgreSQL database. */
  POSTGRES,
  /** A temporary database that ends with the process. */
  MEMORY
}
