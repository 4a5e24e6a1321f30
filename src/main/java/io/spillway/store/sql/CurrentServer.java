package io.spillway.store.sql;

import io.spillway.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one database server that a node works with: the one that its writer is connected to.
 * Thread-safe.
 *
 * <p><b>Why.</b> After a failover behind one address, connections of before may lead to the old
 * primary while new ones reach the new. A node that reads from one and writes to the other does not
 * see what it acknowledged, and decides on what is no longer true. So a read counts only if it was
 * made on the server that the writer was connected to, before it and after it: {@link
 * ReadConnections} compares the identity of its connection and the {@link #generation}.
 *
 * <p><b>Identity of a server.</b> Its process: the time at which it started, in microseconds. Every
 * role may ask for it, of every hosted PostgreSQL. Its address is no part: one server may have
 * several. The system identifier is the same on primary and standby. The timeline is in the name of
 * the current WAL file, which some hosted services do not tell, and it is not needed: it changes
 * only at the end of a recovery, and a server in recovery is not worked with. A server that
 * restarts counts as another one, which costs a reload. It is asked for once on each connection, so
 * commits have no extra round trip.
 *
 * <p><b>States.</b> Connected; reconnecting, in which reads and writes wait for the outcome; away,
 * in which they fail at once. It is away if the writer or {@link ServerWatch} cannot connect, if
 * the server is read-only, and when it is found to be another one than before. Only a new
 * connection of the writer ends it, which the watch asks for twice a second.
 *
 * <p><b>Another server.</b> Before it is worked with, what was read from the one before is dropped:
 * the listeners of {@link #onMoved} evict connections for reading, segments in memory and the
 * states of actors. The caches of clients keep theirs, which are never older than five seconds.
 */
final class CurrentServer {
  private static final Logger LOG = LoggerFactory.getLogger(CurrentServer.class);

  private final List<Consumer<String>> drops = new CopyOnWriteArrayList<>();
  private final boolean embedded;
  private long generation = 1;
  private String process = "";
  private boolean connected;

  /** Process of the server that the database has moved to, while what was read is to be dropped. */
  private @Nullable String movedTo;

  private volatile @Nullable String awayBecause;
  private long awaySinceNanos;
  private boolean inDoubt;

  /** Read without the lock, since each read asks for it twice; 0 if not connected. */
  private volatile long connectedGeneration;

  private CurrentServer(boolean embedded) {
    this.embedded = embedded;
    connected = embedded;
    connectedGeneration = embedded ? generation : 0;
  }

  /** A database in the process of the node, which is never away and never another one. */
  static CurrentServer embedded() {
    return new CurrentServer(true);
  }

  /** A server that is not connected to yet. */
  static CurrentServer remote() {
    return new CurrentServer(false);
  }

  boolean isEmbedded() {
    return embedded;
  }

  /** Registers a listener that drops what was read from the server before; it may block. */
  void onMoved(Consumer<String> drop) {
    drops.add(drop);
  }

  /**
   * The number of the server, raised with each other one. Waits while the writer reconnects.
   *
   * @param deadlineNanos until when it waits, by {@link System#nanoTime}
   * @throws StoreException if the database is away
   */
  long generation(long deadlineNanos) {
    long current = connectedGeneration;
    return current != 0 ? current : awaitGeneration(deadlineNanos);
  }

  private synchronized long awaitGeneration(long deadlineNanos) {
    while (!connected) {
      away()
          .ifPresent(
              because -> {
                throw failure(because);
              });
      long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
      if (leftMillis <= 0) {
        throw failure("the writer's connection was lost and is not made again yet");
      }
      try {
        wait(leftMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw failure("interrupted while it reconnects");
      }
    }
    return generation;
  }

  private static StoreException failure(String because) {
    return new StoreException("the database is away: " + because);
  }

  /** Whether a connection to this process leads to the server of this generation. */
  synchronized boolean is(String connectedTo, long inGeneration) {
    return process.equals(connectedTo) && generation == inGeneration;
  }

  /** Why reads and writes fail at once; empty if they do not. */
  Optional<String> away() {
    return Optional.ofNullable(awayBecause);
  }

  /**
   * The writer has a new connection.
   *
   * @throws StoreException if it must not be used: the server takes no writes, or is another one
   *     than before, and what was read from that is not dropped yet
   */
  synchronized void writerConnected(ServerIdentity server) {
    if (!server.writable()) {
      throw new StoreException("the database is read-only, or a standby");
    }
    if (movedTo != null) {
      throw new StoreException("what was read from the server before is not dropped yet");
    }
    if (process.isEmpty()) {
      process = server.process();
    } else if (!process.equals(server.process())) {
      moved(server.process());
      throw new StoreException("the database has moved to another server");
    }
    if (awayBecause != null) {
      LOG.info(
          "the database is back after {} ms",
          Duration.ofNanos(System.nanoTime() - awaySinceNanos).toMillis());
    }
    awayBecause = null;
    connected = true;
    connectedGeneration = generation;
    notifyAll();
  }

  /** The writer has lost its connection, and makes another one at once. */
  synchronized void reconnecting() {
    if (!embedded) {
      connected = false;
      connectedGeneration = 0;
    }
  }

  /** Whether a writer without a connection must make one without waiting for a write. */
  synchronized boolean mustConnect() {
    return !embedded && awayBecause == null;
  }

  /** The database cannot be used, until the writer connects anew. */
  synchronized void lost(String because) {
    if (embedded) {
      return;
    }
    connected = false;
    connectedGeneration = 0;
    if (awayBecause == null) {
      awaySinceNanos = System.nanoTime();
      LOG.warn("the database is away, reads and writes are refused until it is back: {}", because);
      awayBecause = because;
      notifyAll();
    }
  }

  /** New connections of others lead to this server: away, if it took over from the current one. */
  synchronized boolean sees(ServerIdentity server) {
    boolean other = server.writable() && connected && !process.equals(server.process());
    if (other) {
      moved(server.process());
    }
    return other;
  }

  private void moved(String to) {
    movedTo = to;
    lost("its address leads to another server than before");
  }

  /**
   * Another node works with this server: away, if it is another one than the current. Then the
   * writer must connect anew.
   */
  synchronized boolean othersAreOn(String other) {
    boolean another = connected && !process.equals(other);
    if (another) {
      lost("another node has found it on another server");
    }
    return another;
  }

  /**
   * Drops what was read from the server before, if the database has moved; then the next connection
   * of the writer decides which is the current one. Blocks.
   */
  void dropIfMoved() {
    @Nullable String to = movedTo();
    if (to == null) {
      return;
    }
    drops.forEach(drop -> drop.accept(to));
    synchronized (this) {
      LOG.warn("the database has moved to another server; what was read before is read again");
      movedTo = null;
      process = "";
      generation++;
    }
  }

  /** Whether what was read from the server before is still to be dropped. */
  synchronized boolean isMoving() {
    return movedTo != null;
  }

  private synchronized @Nullable String movedTo() {
    return movedTo;
  }

  /** Has the watch look at once where the address leads. */
  synchronized void doubt() {
    inDoubt = true;
    notifyAll();
  }

  /** Waits until the database is away, or there is doubt about that, at most so long. */
  synchronized void awaitDoubt(long millis) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long leftMillis = millis;
    while (awayBecause == null && !inDoubt && leftMillis > 0) {
      wait(leftMillis);
      leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    }
    inDoubt = false;
  }
}
