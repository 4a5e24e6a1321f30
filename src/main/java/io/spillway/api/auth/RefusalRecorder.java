package io.spillway.api.auth;

import io.spillway.api.auth.jose.PlainText;
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
 * Writes refused credentials to the system log, as many as an administrator can use: a flood would
 * fill the disk, and hide what else happened. The next row tells how many were left out.
 */
final class RefusalRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalRecorder.class);

  /** Rows per minute on this node for what comes from one address. */
  static final int MAX_PER_ADDRESS = 20;

  /** Rows per minute on this node. */
  static final int MAX = 60;

  private static final int MAX_ACTOR_LENGTH = 128;
  private static final String ALL = "all";

  private final Vertx vertx;
  private final AuditLog auditLog;
  private final Clock clock;
  private final MinuteCounts ofAddresses;
  private final MinuteCounts ofAll;
  private final AtomicLong leftOut = new AtomicLong();
  private final AtomicBoolean failing = new AtomicBoolean();

  RefusalRecorder(Vertx vertx, AuditLog auditLog, Clock clock) {
    this.vertx = vertx;
    this.auditLog = auditLog;
    this.clock = clock;
    this.ofAddresses = new MinuteCounts(clock);
    this.ofAll = new MinuteCounts(clock);
  }

  /** Records what a refusal has to tell the system log, which may be nothing; never fails. */
  Future<Void> record(RequestOrigin origin, TokenRefused refused) {
    return refused
        .logged()
        .map(reason -> record(origin, reason))
        .orElseGet(Future::succeededFuture);
  }

  /**
   * Completes when the event is durable, is left out or could not be written; never fails, since
   * the answer must not depend on it.
   *
   * @param origin what the stranger calls itself, and where it comes from
   * @param reason for administrators; may tell more than the answer does
   */
  Future<Void> record(RequestOrigin origin, String reason) {
    if (ofAddresses.add(origin.network()) > MAX_PER_ADDRESS || ofAll.add(ALL) > MAX) {
      if (leftOut.getAndIncrement() == 0) {
        LOG.warn(
            "Token requests are refused faster than the system log takes them: {} a minute, {} of"
                + " them from one address; the others are counted",
            MAX,
            MAX_PER_ADDRESS);
      }
      return Future.succeededFuture();
    }
    AuditEvent event = event(origin, reason, leftOut.getAndSet(0));
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
        PlainText.of(origin.clientId(), MAX_ACTOR_LENGTH),
        "",
        "Token refused: " + reason,
        details);
  }
}
