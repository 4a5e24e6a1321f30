package io.spillway.engine.worker;

import java.time.Duration;
import java.util.Set;

/**
 * A worker asks for jobs.
 *
 * @param types that it runs, at least one
 * @param worker its name
 * @param maxJobs in the answer
 * @param lease how long each job is leased
 * @param patience how long to wait for jobs if there are none
 * @param caller who asks, and what it may see
 */
public record JobRequest(
    Set<String> types,
    String worker,
    int maxJobs,
    Duration lease,
    Duration patience,
    Caller caller) {
  public JobRequest {
    types = Set.copyOf(types);
  }

  /**
   * Who asks.
   *
   * @param clientId of the caller
   * @param scope the automations that exist for it, empty for all
   * @param requestId by which it may ask for the same jobs again; empty for none
   */
  public record Caller(String clientId, Set<String> scope, String requestId) {
    public Caller {
      scope = Set.copyOf(scope);
    }

    boolean sees(String automationId) {
      return scope.isEmpty() || scope.contains(automationId);
    }
  }

  /** Whether it asks for the same, however long it waits. */
  boolean asksAs(JobRequest other) {
    return types.equals(other.types)
        && worker.equals(other.worker)
        && maxJobs == other.maxJobs
        && lease.equals(other.lease);
  }
}
