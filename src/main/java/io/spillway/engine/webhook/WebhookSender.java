package io.spillway.engine.webhook;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.spillway.domain.webhook.Webhook;
import io.spillway.domain.webhook.WebhookDelivery;
import io.spillway.engine.step.StepCancellation;
import io.spillway.store.WebhookStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one request of a webhook when it is its turn, and records what came of it. Thread-safe. */
final class WebhookSender {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
  private static final int MAX_DESTINATIONS = 10_000;
  private static final int GONE = 410;
  private static final int TOO_MANY_REQUESTS = 429;

  private final Vertx vertx;
  private final WebhookStore store;
  private final WebhookMessages messages;
  private final EgressClient client;
  private final DeliveryLog log;
  private final Clock clock;
  private final Cache<String, DestinationPace> paces =
      Caffeine.newBuilder().maximumSize(MAX_DESTINATIONS).build();

  WebhookSender(
      Vertx vertx,
      WebhookStore store,
      WebhookMessages messages,
      EgressClient client,
      DeliveryLog log,
      Clock clock) {
    this.vertx = vertx;
    this.store = store;
    this.messages = messages;
    this.client = client;
    this.log = log;
    this.clock = clock;
  }

  /** What came of it. */
  sealed interface Sent {
    /** An answer. */
    record Answered(EgressAnswer answer, Duration duration) implements Sent {}

    /** No whole answer. */
    record Failed(EgressException cause, Duration duration) implements Sent {}

    /** Nothing was sent: try again at this time. */
    record NotYet(Instant at) implements Sent {}
  }

  /** Which attempt of which step, for the history. */
  record Attempt(int step, int number) {}

  /** Makes the request, unless the pace of its destination says that it is not its turn. */
  Future<Sent> send(
      Webhook webhook, WebhookCall call, Attempt attempt, StepCancellation cancellation) {
    DestinationPace pace =
        Objects.requireNonNull(paces.get(webhook.id(), id -> new DestinationPace(clock)));
    DestinationPace.Turn turn =
        pace.take(webhook.limits().maxConcurrent(), webhook.limits().maxPerSecond());
    if (turn instanceof DestinationPace.Turn.NotBefore later) {
      return Future.succeededFuture(new Sent.NotYet(later.at()));
    }
    DestinationPace.Turn.Now now = (DestinationPace.Turn.Now) turn;
    Instant at = clock.instant();
    long started = System.nanoTime();
    return request(webhook, call, cancellation)
        .<Sent>map(answer -> new Sent.Answered(answer, since(started)))
        .otherwise(failure -> new Sent.Failed(causeOf(failure), since(started)))
        .map(
            sent -> {
              tell(pace, now, sent);
              record(webhook, call, attempt, at, sent);
              return sent;
            });
  }

  private Future<EgressAnswer> request(
      Webhook webhook, WebhookCall call, StepCancellation cancellation) {
    try {
      return client.send(messages.of(webhook, call), cancellation);
    } catch (UnsealableException e) {
      return Future.failedFuture(new EgressException("UNSEALABLE", String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      // The turn must end, whatever it was.
      LOG.error("a request of webhook {} cannot be built", webhook.id(), e);
      return Future.failedFuture(e);
    }
  }

  private static EgressException causeOf(Throwable failure) {
    return failure instanceof EgressException known
        ? known
        : new EgressException("CONNECTION_FAILED", failure.getClass().getSimpleName());
  }

  private static Duration since(long started) {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  private static void tell(DestinationPace pace, DestinationPace.Turn.Now turn, Sent sent) {
    if (sent instanceof Sent.Answered answered) {
      int status = answered.answer().status();
      if (status == TOO_MANY_REQUESTS || status >= 500) {
        pace.failed(turn);
      } else {
        pace.succeeded(turn);
      }
    } else if (sent instanceof Sent.Failed failed && saysNothing(failed.cause().code())) {
      pace.released();
    } else {
      pace.failed(turn);
    }
  }

  /** Failures that are not the destination's. */
  private static boolean saysNothing(String code) {
    return code.equals("CANCELLED")
        || code.equals("UNSEALABLE")
        || code.equals("DESTINATION_REFUSED");
  }

  private void record(Webhook webhook, WebhookCall call, Attempt attempt, Instant at, Sent sent) {
    if (sent instanceof Sent.Answered answered) {
      int status = answered.answer().status();
      add(webhook, call, attempt, at, status, answered.duration(), errorOf(answered.answer()));
      if (status == GONE && webhook.times().goneAt().isEmpty()) {
        markGone(webhook);
      }
    } else if (sent instanceof Sent.Failed failed) {
      EgressException cause = failed.cause();
      add(webhook, call, attempt, at, 0, failed.duration(), cause.code() + ": " + messageOf(cause));
    }
  }

  private static String errorOf(EgressAnswer answer) {
    return answer.isSuccess() ? "" : "answered with status " + answer.status();
  }

  static String messageOf(EgressException cause) {
    return String.valueOf(cause.getMessage());
  }

  private void add(
      Webhook webhook,
      WebhookCall call,
      Attempt attempt,
      Instant at,
      int status,
      Duration duration,
      String error) {
    log.add(
        new WebhookDelivery(
            webhook.id(),
            call.executionId(),
            attempt.step(),
            attempt.number(),
            status,
            duration,
            error,
            at));
  }

  private void markGone(Webhook webhook) {
    Future.fromCompletionStage(
            store.markGone(webhook.id(), webhook.revision(), clock.instant()),
            vertx.getOrCreateContext())
        .onFailure(
            cause ->
                LOG.warn(
                    "webhook {} is not marked as gone until its next 410", webhook.id(), cause));
  }
}
