package io.spillway.engine.actor;

/** The reply of a command without a result. */
public enum Ack {
  DONE
}
