package io.spillway.engine.actor;

import io.spillway.domain.audit.AuditEvent;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes audit rows of executions that were moved already. Runs on the actor's context.
 *
 * <p>Each is written again and again until the store takes it: a repeated request would find the
 * execution moved and not write its row. Later tasks do not wait.
 */
final class LateAuditRows {
  private static final Logger LOG = LoggerFactory.getLogger(LateAuditRows.class);
  private static final long RETRY_MILLIS = 500;

  private final AutomationSession session;
  private final String change;

  /**
   * @param change what was done to the executions, such as "terminated", for the log
   */
  LateAuditRows(AutomationSession session, String change) {
    this.session = session;
    this.change = change;
  }

  /** Completes when they are written; fails if the first try does. */
  Future<Void> write(List<AuditEvent> events) {
    if (events.isEmpty()) {
      return Future.succeededFuture();
    }
    return Future.fromCompletionStage(
            session.shared().store().auditLog().append(events), session.context())
        .onFailure(
            failure -> {
              LOG.warn(
                  "executions of automation {} are {} but their audit rows are not written,"
                      + " trying again: {}",
                  session.id(),
                  change,
                  failure.getMessage());
              session.context().owner().setTimer(RETRY_MILLIS, tick -> write(events));
            });
  }
}
