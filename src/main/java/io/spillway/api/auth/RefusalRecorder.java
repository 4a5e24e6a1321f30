package io.spillway.api.auth;

import io.spillway.api.auth.jose.PrintableAscii;
import io.spillway.domain.audit.AuditEvent;
import io.spillway.store.AuditLog;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes refused credentials to the system log, rate limited: a flood would fill the disk and hide
 * other events. The next row holds the number of suppressed ones.
 */
final class RefusalRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalRecorder.class);

  /** Rows per minute and address on this node. */
  static final int MAX_PER_ADDRESS = 20;

  /** Rows per minute on this node. */
  static final int MAX = 60;

  private static final int MAX_ACTOR_LENGTH = 128;
  private static final String TOTAL = "all";

  private final Vertx vertx;
  private final AuditLog auditLog;
  private final Clock clock;
  private final FixedWindowCounter byAddress;
  private final FixedWindowCounter total;
  private final AtomicLong suppressed = new AtomicLong();
  private final AtomicBoolean failing = new AtomicBoolean();

  RefusalRecorder(Vertx vertx, AuditLog auditLog, Clock clock) {
    this.vertx = vertx;
    this.auditLog = auditLog;
    this.clock = clock;
    this.byAddress = new FixedWindowCounter(clock);
    this.total = new FixedWindowCounter(clock);
  }

  /** Records a refusal that has a reason for the system log; never fails. */
  Future<Void> record(RequestOrigin origin, TokenRequestException refused) {
    return refused
        .auditReason()
        .map(reason -> record(origin, reason))
        .orElseGet(Future::succeededFuture);
  }

  /**
   * Completes when the event is durable, suppressed or could not be written; never fails, since the
   * response must not depend on it.
   *
   * @param origin claimed client id and address
   * @param reason for administrators; may be more detailed than the response
   */
  Future<Void> record(RequestOrigin origin, String reason) {
    if (byAddress.add(origin.network()) > MAX_PER_ADDRESS || total.add(TOTAL) > MAX) {
      if (suppressed.getAndIncrement() == 0) {
        LOG.warn(
            "More token requests are refused than the system log records: {} a minute, {} of them"
                + " from one address; the others are counted",
            MAX,
            MAX_PER_ADDRESS);
      }
      return Future.succeededFuture();
    }
    AuditEvent event = event(origin, reason, suppressed.getAndSet(0));
    return Future.succeededFuture()
        .compose(
            v ->
                Future.fromCompletionStage(
                    auditLog.append(List.of(event)), vertx.getOrCreateContext()))
        .onSuccess(v -> failing.set(false))
        .recover(
            cause -> {
              if (failing.compareAndSet(false, true)) {
                LOG.error(
                    "Refused token requests are missing from the system log until it takes writes",
                    cause);
              }
              return Future.succeededFuture();
            });
  }

  private AuditEvent event(RequestOrigin origin, String reason, long leftOutBefore) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("reason", reason);
    details.put("remoteAddress", origin.address());
    if (leftOutBefore > 0) {
      details.put("leftOutBefore", leftOutBefore);
    }
    return new AuditEvent(
        UUID.randomUUID().toString(),
        AuditEvent.Kind.TOKEN_REFUSED,
        clock.instant(),
        PrintableAscii.of(origin.clientId(), MAX_ACTOR_LENGTH),
        "",
        "Token refused: " + reason,
        details);
  }
}
