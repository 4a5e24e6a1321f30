package io.spillway.auth;

import io.spillway.audit.AuditEvent;
import io.spillway.store.AuditLog;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes refused credentials to the system log. */
final class RefusalRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalRecorder.class);
  private static final int MAX_ACTOR_LENGTH = 128;

  private final Vertx vertx;
  private final AuditLog auditLog;
  private final Clock clock;
  private final AtomicBoolean failing = new AtomicBoolean();

  RefusalRecorder(Vertx vertx, AuditLog auditLog, Clock clock) {
    this.vertx = vertx;
    this.auditLog = auditLog;
    this.clock = clock;
  }

  /**
   * Completes when the event is durable or could not be written; never fails, since the answer must
   * not depend on it.
   *
   * @param claimedClientId what the stranger calls itself
   * @param reason for administrators; may tell more than the answer does
   * @param remoteAddress where it came from
   */
  Future<Void> record(String claimedClientId, String reason, String remoteAddress) {
    AuditEvent event =
        new AuditEvent(
            UUID.randomUUID().toString(),
            AuditEvent.Kind.TOKEN_REFUSED,
            clock.instant(),
            PlainText.of(claimedClientId, MAX_ACTOR_LENGTH),
            "",
            "Token refused: " + reason,
            Map.of("reason", reason, "remoteAddress", remoteAddress));
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
}
