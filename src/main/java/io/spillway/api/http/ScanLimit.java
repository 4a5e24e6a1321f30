package io.spillway.api.http;

import io.spillway.domain.automation.Refusal;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Limits the scans of one client, which read much for one answer. Thread-safe. */
final class ScanLimit {
  /** Scans of one client at a time. */
  static final int MAX = 2;

  private final Map<String, Integer> running = new ConcurrentHashMap<>();

  /** Runs a scan; fails with a refusal (RESOURCE_EXHAUSTED) if the client has as many as it may. */
  <T> Future<T> run(String clientId, Supplier<Future<T>> scan) {
    if (running.merge(clientId, 1, Integer::sum) > MAX) {
      end(clientId);
      return Future.failedFuture(
          new Refusal(
                  Refusal.Reason.RESOURCE_EXHAUSTED,
                  "client "
                      + clientId
                      + " has "
                      + MAX
                      + " scans in progress, must have fewer; try again when one has ended")
              .asException());
    }
    return scan.get().onComplete(ended -> end(clientId));
  }

  private void end(String clientId) {
    running.computeIfPresent(clientId, (id, count) -> count == 1 ? null : count - 1);
  }
}
