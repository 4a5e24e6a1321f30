package io.spillway.engine.event;

/** The addresses on the event bus. */
public final class EventBusAddresses {
  /** Request: create an execution. */
  public static final String EXECUTE = "spillway.automations.execute";

  /** Request: resolve what is held. */
  public static final String RESOLVE_PAUSED = "spillway.automations.resolve-paused";

  /** Request: clear a trip. */
  public static final String CLEAR = "spillway.automations.clear";

  /** Request: move an execution on, for the workers that carry executions out. */
  public static final String MOVE = "spillway.executions.move";

  /** Published: what happened, one message per batch. */
  public static final String EVENTS = "spillway.events";

  private EventBusAddresses() {}
}
