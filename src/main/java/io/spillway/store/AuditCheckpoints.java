package io.spillway.store;

import io.spillway.domain.audit.ChainPoint;
import java.util.Optional;
import java.util.function.Function;

/**
 * Adds signed checkpoints to the system log, one node of a cluster at a time: for the last event,
 * unless it has one by the key that signs now. So the newest checkpoint is always signed by a key
 * that is still published.
 */
public final class AuditCheckpoints {
  private final Store store;
  private final Function<ChainPoint, AuditCheckpoint> signer;

  /**
   * @param signer signs a checkpoint
   */
  public AuditCheckpoints(Store store, Function<ChainPoint, AuditCheckpoint> signer) {
    this.store = store;
    this.signer = signer;
  }

  /** Adds the checkpoint that is due now, if one is. Blocks. */
  public void run() {
    if (due().isPresent()) {
      store.runExclusively(
          () -> {
            due().ifPresent(next -> BlockingWait.on(store.auditLog().addCheckpoint(next)));
            return null;
          });
    }
  }

  private Optional<AuditCheckpoint> due() {
    ChainPoint last = store.auditLog().lastInChain();
    if (last.isGenesis()) {
      return Optional.empty();
    }
    AuditCheckpoint next = signer.apply(last);
    boolean isThere =
        store
            .auditLog()
            .newestCheckpoint()
            .filter(newest -> newest.number() == next.number())
            .filter(newest -> newest.keyId().equals(next.keyId()))
            .isPresent();
    return isThere ? Optional.empty() : Optional.of(next);
  }
}
