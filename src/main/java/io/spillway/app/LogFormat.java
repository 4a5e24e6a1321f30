package io.spillway.app;

/** How a log line looks. */
enum LogFormat {
  /** One line for people. */
  TEXT,
  /** One JSON object a line, for machines. */
  JSON
}
