package io.spillway.app;

/** Whether something optional is done. */
enum Switch {
  ON,
  OFF
}
