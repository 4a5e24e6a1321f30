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

/** Keeps what is appended; can be made to fail, or to hang. */
public final class MemoryAuditLog implements AuditLog {
  public final List<AuditEvent> events = new CopyOnWriteArrayList<>();
  volatile boolean down;

  /** The results of writes that were made while it hung: nobody is told. */
  final List<CompletableFuture<Void>> waiting = new CopyOnWriteArrayList<>();

  volatile boolean hangs;

  @Override
  public CompletionStage<Void> append(List<AuditEvent> added) {
    if (down) {
      return CompletableFuture.failedFuture(new StoreException("down"));
    }
    added.stream().filter(event -> !has(event.uid())).forEach(events::add);
    if (hangs) {
      CompletableFuture<Void> write = new CompletableFuture<>();
      waiting.add(write);
      return write;
    }
    return CompletableFuture.completedFuture(null);
  }

  private boolean has(String uid) {
    return events.stream().anyMatch(event -> event.uid().equals(uid));
  }

  public List<AuditEvent> ofKind(AuditEvent.Kind kind) {
    return events.stream().filter(event -> event.kind() == kind).toList();
  }

  /** How many events these stand for. */
  public static long sum(List<AuditEvent> events) {
    return events.stream()
        .mapToLong(event -> (Long) event.details().getOrDefault(AuditEvent.COUNT, 0L))
        .sum();
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
