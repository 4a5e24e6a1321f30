package io.spillway.app;

/** How much is logged, from little to much. */
enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG
}
