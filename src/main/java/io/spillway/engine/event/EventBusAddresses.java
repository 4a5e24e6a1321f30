package io.spillway.engine.event;

/** The addresses on the event bus. */
public final class EventBusAddresses {
  /** Request: create an execution. */
  public static final String EXECUTE = "spillway.automations.execute";

  /** Request: resolve paused executions. */
  public static final String RESOLVE_PAUSED = "spillway.automations.resolve-paused";

  /** Request: clear a trip. */
  public static final String CLEAR = "spillway.automations.clear";

  /** Request: move an execution, for workers that run executions. */
  public static final String MOVE = "spillway.executions.move";

  /** Request: lease jobs, for workers. */
  public static final String JOBS_ACTIVATE = "spillway.jobs.activate";

  /** Request: report about leased jobs, for workers. */
  public static final String JOBS_REPORT = "spillway.jobs.report";

  /** Published: events of automations, one message per batch. */
  public static final String EVENTS = "spillway.events";

  private EventBusAddresses() {}
}
