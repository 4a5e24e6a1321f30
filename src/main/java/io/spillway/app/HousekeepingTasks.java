package io.spillway.app;

import io.spillway.api.auth.Authentication;
import io.spillway.store.AuditCheckpoints;
import io.spillway.store.AuditRetention;
import io.spillway.store.AutomationStore;
import io.spillway.store.BlockingWait;
import io.spillway.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a node does periodically against its store. Every node runs every task: each
 * deletes or adds rows in a way that is safe if nodes do it together.
 *
 * <p>Timers that are not here belong to the state of one object and end with it:
 *
 * <ul>
 *   <li>{@code store.sql.Checkpoints} (100 ms) moves the write-ahead log into the SQLite database,
 *       on its own connection, between transactions of the writer.
 *   <li>{@code engine.grid.Membership} (500 ms) checks the owners of partitions in memory.
 *   <li>{@code engine.routing.NodeMessenger} (1 s) fails commands without a reply.
 *   <li>{@code engine.actor}: idle actors, retries and progress of one resolution, on the actor's
 *       context.
 *   <li>{@code api.http.ResolutionStream} re-reads one resolution while a client is connected;
 *       {@code api.http.server} closes slow connections and reloads the certificate file.
 *   <li>{@code app.Node} (1 s) logs changes of the readiness, {@code app.RefusedRequestsLog} (1 s)
 *       counts of refused requests; {@code app.ClusterClocks} (10 s) asks members for their time.
 *   <li>{@code api.oidc.ProviderKeys} (5 min) reads the identity provider, not the store.
 * </ul>
 */
final class HousekeepingTasks {
  private static final Duration COUNTS = Duration.ofSeconds(10);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private HousekeepingTasks() {}

  /**
   * The tasks of a node.
   *
   * @param retention removes old events of the system log, if they are removed at all
   * @param isShared whether other nodes use the store
   */
  static List<HousekeepingTask> of(
      Store store, Authentication identity, Optional<AuditRetention> retention, boolean isShared) {
    AutomationStore automations = store.automations();
    List<HousekeepingTask> tasks = new ArrayList<>();
    tasks.add(
        new HousekeepingTask(
            "refreshing signing keys: read, rotate, remove outlived ones",
            MINUTE,
            MINUTE,
            "the known keys stay in use",
            () -> BlockingWait.on(identity.refreshKeys().toCompletionStage())));
    tasks.add(
        new HousekeepingTask(
            "signing a checkpoint of the system log",
            MINUTE,
            MINUTE,
            "it has no newer checkpoint until the next run",
            new AuditCheckpoints(store, identity::signCheckpoint)::run));
    tasks.add(
        new HousekeepingTask(
            "deleting expired idempotency keys",
            MINUTE,
            MINUTE,
            "they stay in the store until the next run",
            automations::forgetRequests));
    tasks.add(
        new HousekeepingTask(
            "writing counts of tokens issued and requests refused to the system log",
            COUNTS,
            COUNTS,
            "they are written by the next run",
            identity.recorder()::writeDue));
    if (isShared) {
      // Only commands of other nodes are recorded.
      tasks.add(
          new HousekeepingTask(
              "deleting expired operation ids",
              MINUTE,
              MINUTE,
              "they stay in the store until the next run",
              automations::forgetOperations));
    }
    retention.ifPresent(
        removal ->
            tasks.add(
                new HousekeepingTask(
                    "deleting old events of the system log",
                    MINUTE,
                    HOUR,
                    "they are kept for another hour",
                    removal::run,
                    removal::stop)));
    return List.copyOf(tasks);
  }
}
