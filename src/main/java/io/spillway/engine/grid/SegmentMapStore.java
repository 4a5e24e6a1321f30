package io.spillway.engine.grid;

import com.hazelcast.map.MapStore;
import io.spillway.domain.execution.Segment;
import io.spillway.store.BlockingWait;
import io.spillway.store.ExecutionStore;
import io.spillway.store.StaleWriteException;
import io.spillway.store.StoreException;
import io.spillway.store.UnknownOutcomeException;
import io.spillway.store.UnreadableSegmentException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes segments through to the store and loads them. Called on Hazelcast's threads for blocking
 * work, never on a partition thread: operations are offloaded, and there are no backups, which
 * would load on partition threads. Concurrent writes share the store's group commits.
 */
final class SegmentMapStore implements MapStore<Long, Segment> {
  private final ExecutionStore store;

  SegmentMapStore(ExecutionStore store) {
    this.store = store;
  }

  @Override
  public void store(Long segmentId, Segment segment) {
    if (!segment.needsSaving()) {
      return;
    }
    passable(() -> BlockingWait.on(store.save(segment)));
  }

  /**
   * Fails with exceptions of the store only, without causes: a failure is sent to the member that
   * asked, which does not deserialize those of a driver, and would wait for its timeout.
   */
  private static <T> T passable(Supplier<T> call) {
    try {
      return call.get();
    } catch (StaleWriteException | UnreadableSegmentException e) {
      throw e;
    } catch (UnknownOutcomeException e) {
      throw new UnknownOutcomeException(String.valueOf(e.getMessage()));
    } catch (StoreException e) {
      throw new StoreException(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      throw new StoreException("the store failed: " + e);
    }
  }

  @Override
  public void storeAll(Map<Long, Segment> segments) {
    segments.forEach(this::store);
  }

  @Override
  public void delete(Long segmentId) {
    throw new IllegalStateException("segment " + segmentId + " must not be deleted");
  }

  @Override
  public void deleteAll(Collection<Long> segmentIds) {
    segmentIds.forEach(this::delete);
  }

  @Override
  @SuppressWarnings("NullAway") // Null means that the segment does not exist.
  public @Nullable Segment load(Long segmentId) {
    return read(segmentId).orElse(null);
  }

  @Override
  public Map<Long, Segment> loadAll(Collection<Long> segmentIds) {
    Map<Long, Segment> segments = new HashMap<>();
    for (Long segmentId : segmentIds) {
      read(segmentId).ifPresent(segment -> segments.put(segmentId, segment));
    }
    return segments;
  }

  private Optional<Segment> read(long segmentId) {
    return passable(() -> store.load(segmentId));
  }

  /** Null: entries are loaded one by one on demand. */
  @Override
  @SuppressWarnings("NullAway")
  public @Nullable Iterable<Long> loadAllKeys() {
    return null;
  }
}
