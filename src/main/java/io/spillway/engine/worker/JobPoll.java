package io.spillway.engine.worker;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;

/**
 * A caller's poll for jobs. The caller says once whether it got the answer: leases of jobs that
 * nobody got are given back. Thread-safe.
 */
public final class JobPoll {
  private final Activation activation;
  private final Promise<List<Job>> answer = Promise.promise();
  private boolean isEnded;

  /**
   * @param caller on which its answer is to be completed
   */
  JobPoll(Activation activation, Context caller) {
    this.activation = activation;
    activation.jobs().onComplete(jobs -> caller.runOnContext(now -> answer.handle(jobs)));
  }

  /**
   * The jobs, oldest first; empty if there were none until the wait was over. Fails with {@link
   * io.spillway.domain.automation.RefusedException} (RESOURCE_EXHAUSTED) if too many polls wait on
   * this node.
   */
  public Future<List<Job>> jobs() {
    return answer.future();
  }

  /** The answer was handed to the caller. */
  public void delivered() {
    if (end()) {
      activation.delivered();
    }
  }

  /** The caller has left, or cannot be answered. Does nothing after {@link #delivered}. */
  public void abandon() {
    if (end()) {
      activation.abandon();
    }
  }

  private synchronized boolean end() {
    boolean first = !isEnded;
    isEnded = true;
    return first;
  }
}
