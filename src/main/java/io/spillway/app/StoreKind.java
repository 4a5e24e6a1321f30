package io.spillway.app;

/** Where the truth is kept. */
enum StoreKind {
  /** One SQLite database in the data directory. */
  SQLITE,
  /** A PostgreSQL database elsewhere. */
  POSTGRES,
  /** The memory of the process, for trying things out. */
  MEMORY
}
