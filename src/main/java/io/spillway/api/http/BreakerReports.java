package io.spillway.api.http;

import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.AutomationRouter;
import io.spillway.engine.actor.BreakerReport;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks many automations for the state of their breakers, a limited number at a time and not longer
 * than {@link #TIMEOUT}: a list of the others is worth more than no list.
 */
final class BreakerReports {
  private static final int AT_A_TIME = 64;
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final AutomationRouter router;

  BreakerReports(AutomationRouter router) {
    this.router = router;
  }

  /** The reports by automation id; without those that were not there in time or refused. */
  Future<Map<String, BreakerReport>> of(Vertx vertx, List<String> automationIds) {
    Map<String, BreakerReport> found = new ConcurrentHashMap<>();
    Promise<Void> ended = Promise.promise();
    long timer = vertx.setTimer(TIMEOUT.toMillis(), tick -> ended.tryComplete());
    askFrom(0, automationIds, found, ended);
    return ended.future().onComplete(now -> vertx.cancelTimer(timer)).map(now -> Map.copyOf(found));
  }

  private void askFrom(
      int from, List<String> ids, Map<String, BreakerReport> found, Promise<Void> ended) {
    if (from >= ids.size() || ended.future().isComplete()) {
      ended.tryComplete();
      return;
    }
    int to = Math.min(ids.size(), from + AT_A_TIME);
    Future.join(ids.subList(from, to).stream().map(id -> ask(id, found)).toList())
        .onComplete(asked -> askFrom(to, ids, found, ended));
  }

  private Future<?> ask(String id, Map<String, BreakerReport> found) {
    return router
        .send(id, new AutomationCommand.DescribeBreaker())
        .onSuccess(report -> found.put(id, report));
  }
}
