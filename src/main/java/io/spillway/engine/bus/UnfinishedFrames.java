package io.spillway.engine.bus;

import io.netty.channel.Channel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Limits what all connections together hold of frames that have not arrived whole, and how many
 * connections have such a frame or have had none yet. Beyond it, the one that has waited longest is
 * closed: frames of members arrive at once, so frames that are left unfinished keep no member out.
 * Thread-safe.
 */
final class UnfinishedFrames {
  private static final int HEAP_FRACTION = 8;
  private static final int MAX_CONNECTIONS = 500;

  private final long maxBytes;
  private final int maxConnections;

  /** How much they hold, in the order in which their frames were begun. */
  private final Map<Channel, Integer> bytes = new LinkedHashMap<>();

  private long total;

  UnfinishedFrames(long maxBytes, int maxConnections) {
    this.maxBytes = maxBytes;
    this.maxConnections = maxConnections;
  }

  /** An eighth of the heap, and at least two frames. */
  static UnfinishedFrames ofThisNode() {
    return new UnfinishedFrames(
        Math.max(Runtime.getRuntime().maxMemory() / HEAP_FRACTION, 2L * FrameGuard.MAX_LENGTH),
        MAX_CONNECTIONS);
  }

  /**
   * A connection waits for its first frame.
   *
   * @return the connection to close, if there are too many
   */
  synchronized Optional<Channel> opened(Channel connection) {
    return put(connection, 0);
  }

  /**
   * A connection holds this much of its current frame.
   *
   * @return the connection to close, if all hold too much
   */
  synchronized Optional<Channel> holds(Channel connection, int held) {
    return held > 0 ? put(connection, held) : Optional.empty();
  }

  /** The current frame of a connection has arrived, or never will. */
  synchronized void finished(Channel connection) {
    Integer held = bytes.remove(connection);
    total -= held == null ? 0 : held;
  }

  private Optional<Channel> put(Channel connection, int held) {
    Integer before = bytes.put(connection, held);
    total += held - (before == null ? 0 : before);
    boolean tooMuch = total > maxBytes;
    if (!tooMuch && bytes.size() <= maxConnections) {
      return Optional.empty();
    }
    Optional<Channel> oldest =
        bytes.entrySet().stream()
            .filter(entry -> !tooMuch || entry.getValue() > 0)
            .map(Map.Entry::getKey)
            .findFirst();
    oldest.ifPresent(this::finished);
    return oldest;
  }
}
