package io.spillway.api.auth;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts events that may come in floods, so that few rows of the system log stand for all of them.
 * The first event of a key has a row at once. Those after it are counted, and have one row when the
 * minute is over.
 *
 * <p>Every event is counted in exactly one row. The number of keys is limited, and that of one
 * group of keys; events of further keys are counted together. A key has one row a minute, and only
 * one that is not written: while the store is away, its events are counted. So a flood fills
 * neither the memory, nor the log, nor the queue of the store. Thread-safe; does no I/O.
 */
final class SampledEvents {
  static final SampledEvent.Key OTHERS = new SampledEvent.Key("others", "");

  private final SampledEvent others;
  private final int maxKeys;
  private final int maxKeysOfGroup;
  private final Clock clock;
  private final Map<SampledEvent.Key, SampledSeries> series = new LinkedHashMap<>();

  /**
   * @param others the message of what is counted together since there are too many keys
   * @param maxKeys at a time, without that of others
   * @param maxKeysOfGroup at a time, without that of its rest, so that one group does not take all
   */
  SampledEvents(String others, int maxKeys, int maxKeysOfGroup, Clock clock) {
    this.others = new SampledEvent(OTHERS, OTHERS.group(), others, Map.of());
    this.maxKeys = maxKeys;
    this.maxKeysOfGroup = maxKeysOfGroup;
    this.clock = clock;
  }

  /**
   * Counts an event; returns the row to be written now, if there is one.
   *
   * @param restOfGroup is counted instead if the group has too many keys
   */
  synchronized Optional<SampledRow> add(SampledEvent event, SampledEvent restOfGroup) {
    Instant now = clock.instant();
    SampledEvent counted = countedAs(event, restOfGroup);
    SampledSeries of = series.computeIfAbsent(counted.key(), key -> new SampledSeries());
    of.count(counted, now);
    return of.nextRow(now);
  }

  private SampledEvent countedAs(SampledEvent event, SampledEvent restOfGroup) {
    if (series.containsKey(event.key())) {
      return event;
    }
    boolean isFull = series.size() - (series.containsKey(OTHERS) ? 1 : 0) >= maxKeys;
    if (!isFull && keysOf(event.key().group()) < maxKeysOfGroup) {
      return event;
    }
    return isFull && !series.containsKey(restOfGroup.key()) ? others : restOfGroup;
  }

  private long keysOf(String group) {
    return series.keySet().stream().filter(key -> key.group().equals(group)).count();
  }

  /** The rows to be written now. To be called every few seconds. */
  synchronized List<SampledRow> due() {
    Instant now = clock.instant();
    List<SampledRow> rows = new ArrayList<>();
    series.values().forEach(of -> of.rowToWrite(now).ifPresent(rows::add));
    series.values().removeIf(of -> of.isIdle(now));
    return rows;
  }

  /** Rows for everything that is not written, due or not. To be called at the end. */
  synchronized List<SampledRow> rest() {
    Instant now = clock.instant();
    List<SampledRow> rows = new ArrayList<>();
    series.values().forEach(of -> of.addRest(rows, now));
    series.clear();
    return rows;
  }

  /**
   * A write of a row has ended.
   *
   * @param isWritten if not, the same row is due again; it may have been written nevertheless
   */
  synchronized void onWrite(SampledRow row, boolean isWritten) {
    SampledSeries of = series.get(row.example().key());
    if (of != null) {
      of.onWrite(row, isWritten);
    }
  }

  /** The number of keys that are kept. */
  synchronized int keys() {
    return series.size();
  }
}
