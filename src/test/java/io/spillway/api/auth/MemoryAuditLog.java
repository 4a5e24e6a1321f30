package io.spillway.api.auth;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.audit.ChainPoint;
import io.spillway.store.AuditCheckpoint;
import io.spillway.store.AuditLog;
import io.spillway.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what is appended; can be made to fail. */
final class MemoryAuditLog implements AuditLog {
  final List<AuditEvent> events = new CopyOnWriteArrayList<>();
  volatile boolean down;

  @Override
  public CompletionStage<Void> append(List<AuditEvent> added) {
    if (down) {
      return CompletableFuture.failedFuture(new StoreException("down"));
    }
    events.addAll(added);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public List<Entry> page(Query query) {
    throw new UnsupportedOperationException("not read here");
  }

  @Override
  public OptionalLong newestBefore(Instant moment) {
    throw new UnsupportedOperationException("not read here");
  }

  @Override
  public int removeSome(Instant moment, long belowNumber) {
    throw new UnsupportedOperationException("not removed here");
  }

  @Override
  public OptionalLong numberOf(String uid) {
    throw new UnsupportedOperationException("not read here");
  }

  @Override
  public ChainPoint lastInChain() {
    throw new UnsupportedOperationException("not read here");
  }

  @Override
  public Optional<AuditCheckpoint> newestCheckpoint() {
    throw new UnsupportedOperationException("not read here");
  }

  @Override
  public CompletionStage<Void> addCheckpoint(AuditCheckpoint checkpoint) {
    throw new UnsupportedOperationException("not signed here");
  }
}
