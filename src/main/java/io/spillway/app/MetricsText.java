package io.spillway.app;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The text of the metrics. What the store knows is counted before, at most once a second and once
 * at a time; if that fails or takes long, the text has the previous counts.
 */
final class MetricsText implements Supplier<Future<String>> {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsText.class);
  private static final long VALID_MILLIS = 1_000;

  private final Vertx vertx;
  private final PrometheusMeterRegistry meters;
  private final Runnable count;
  private final Clock clock;
  private final Duration patience;
  private Future<Void> counting = Future.succeededFuture();
  private long countedAtMillis;
  private volatile boolean failing;

  /**
   * @param vertx whose workers count
   * @param meters all metrics
   * @param count counts in the store; blocks
   * @param clock for the age of the counts
   * @param patience how long a caller waits for them
   */
  MetricsText(
      Vertx vertx, PrometheusMeterRegistry meters, Runnable count, Clock clock, Duration patience) {
    this.vertx = vertx;
    this.meters = meters;
    this.count = count;
    this.clock = clock;
    this.patience = patience;
  }

  @Override
  public Future<String> get() {
    return withinPatience(counted())
        .compose(counted -> vertx.executeBlocking(() -> meters.scrape(), false));
  }

  private synchronized Future<Void> counted() {
    long now = clock.millis();
    if (counting.isComplete() && Math.abs(now - countedAtMillis) >= VALID_MILLIS) {
      countedAtMillis = now;
      counting =
          vertx
              .<Void>executeBlocking(
                  () -> {
                    count.run();
                    return null;
                  },
                  false)
              .onSuccess(counted -> failing = false)
              .onFailure(this::warnOnce)
              .otherwiseEmpty();
    }
    return counting;
  }

  private void warnOnce(Throwable failure) {
    if (!failing) {
      failing = true;
      LOG.warn(
          "counting paused executions failed, the metrics are out of date: {}",
          failure.getMessage());
    }
  }

  private Future<Void> withinPatience(Future<Void> current) {
    if (current.isComplete()) {
      return current;
    }
    Promise<Void> answer = Promise.promise();
    long timer = vertx.setTimer(patience.toMillis(), elapsed -> answer.tryComplete());
    current.onComplete(
        done -> {
          vertx.cancelTimer(timer);
          answer.tryComplete();
        });
    return answer.future();
  }
}
