package io.spillway.engine.actor;

/** The reply of a command that has nothing to tell but that it is done. */
public enum Ack {
  DONE
}
