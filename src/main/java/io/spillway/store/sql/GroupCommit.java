package io.spillway.store.sql;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spillway.store.StaleWriteException;
import io.spillway.store.StoreException;
import io.spillway.store.UnknownOutcomeException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: one thread commits all queued writes of a node, many in one transaction.
 *
 * <p><b>Why one thread.</b> A commit costs one sync of the disk (0.5 ms where it was measured), and
 * a sync costs the same for one row or for hundreds. While a transaction commits, further writes
 * queue up, and the next transaction takes them all: one write alone is as fast as the disk, and a
 * burst shares its syncs. A million executions are resolved in about 40 commits. SQLite allows one
 * writer anyway; with one connection, prepared statements are kept and the writes of a node never
 * wait for each other's locks.
 *
 * <p><b>What is in a transaction.</b> Up to {@value #MAX_BATCH} writes, the interactive ones first,
 * then the deferred changes of all of them (see {@link WriterSession#defer}): those hold a lock
 * that other nodes wait for. Each {@link Work} is atomic and fenced by a revision or version of its
 * own; a batch means nothing to its callers.
 *
 * <p><b>Priorities.</b> Segments and the deletion of expired rows are {@code BULK}, everything else
 * is {@code INTERACTIVE}. At most {@value #MAX_BULK} of a batch are bulk: a trigger waits for one
 * short transaction, not for every segment queued before it, and bulk writes always progress.
 *
 * <p><b>Failures.</b> If a write fails, the transaction is rolled back and each write is retried in
 * a transaction of its own, so that only those fail that fail by themselves; so it is after a
 * deadlock of two nodes. If the connection is lost before a transaction begins, such as an idle one
 * that the server has closed, the batch is written on a new one. If it is lost during COMMIT, the
 * outcome is unknown: all writes fail with {@link UnknownOutcomeException} and none is retried,
 * since a write that was made would be refused by its own fence. The callers find out by reading.
 *
 * <p><b>What was tried.</b> One transaction for each write is bound by the disk. Hazelcast's
 * write-behind lost 12 to 459 of about 500 acknowledged writes when a node with a failing database
 * died. One large UPDATE in SQL takes 75 to 107 ms for 10,000 executions and 8.6 to 9.9 s for a
 * million (PostgreSQL 15), against 6 to 10 ms and 0.10 to 0.22 s for segments through this class
 * (SQLite, synced).
 */
final class GroupCommit implements AutoCloseable {
  static final int MAX_BATCH = 512;

  /** Bulk writes in one transaction, which bound the wait of a trigger. */
  static final int MAX_BULK = 64;

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private final Dialect dialect;
  private final DataSource database;
  private final CurrentServer server;
  private final Damage damage;
  private final WriteQueue<QueuedWrite> queue = new WriteQueue<>(MAX_BATCH, MAX_BULK);

  /** Held during a transaction. Fair, else the writer would starve others. */
  private final Lock exclusive = new ReentrantLock(true);

  private final Thread writer = new Thread(this::run, "spillway-store-writer");
  private final Timer commitTime;
  private final DistributionSummary batchSize;
  private final CommitProgress progress;
  private final LongConsumer onCommit;
  private volatile @Nullable WriterSession session;

  /** Whether the next transaction begins on a new connection. */
  private volatile boolean reconnectDue;

  /** For a database in the process of the node, which does not number its commits. */
  GroupCommit(Dialect dialect, DataSource database, Clock clock, MeterRegistry meters) {
    this(dialect, database, CurrentServer.embedded(), new Damage(), clock, meters, number -> {});
  }

  /**
   * @param dialect of the database
   * @param database opens the writer's connection. Not a pool: a discarded connection must really
   *     close, else its open transaction would block the next one
   * @param server learns which one the writer is connected to
   * @param damage to report to
   * @param onCommit called with the number of each commit, on the writer thread; see {@link
   *     Dialect#numberCommit}
   */
  GroupCommit(
      Dialect dialect,
      DataSource database,
      CurrentServer server,
      Damage damage,
      Clock clock,
      MeterRegistry meters,
      LongConsumer onCommit) {
    this.dialect = dialect;
    this.database = database;
    this.server = server;
    this.damage = damage;
    this.onCommit = onCommit;
    this.progress = new CommitProgress(clock);
    this.commitTime =
        Timer.builder("spillway.store.commit")
            .description(
                "Time of one transaction, from its first statement to the end of its commit")
            .publishPercentileHistogram()
            .register(meters);
    this.batchSize =
        DistributionSummary.builder("spillway.store.commit.batch")
            .description("Writes in one transaction")
            .publishPercentileHistogram()
            .maximumExpectedValue((double) MAX_BATCH)
            .register(meters);
  }

  void start() {
    writer.start();
  }

  /** How long writes have waited without a commit; zero if none waits. Any thread. */
  Duration withoutCommit() {
    return progress.withoutCommit();
  }

  /**
   * Whether the database committed the latest transaction; false before the first. A write that
   * fails by itself, such as by its fence, changes nothing. Any thread.
   */
  boolean latestCommitted() {
    return progress.latestCommitted();
  }

  /** A write within a transaction. */
  interface Work<T> {
    /**
     * Runs on the writer thread, possibly more than once: only the last run is committed.
     *
     * @throws StaleWriteException if a guard did not hold
     */
    T run(WriterSession session) throws SQLException;
  }

  /** A {@link Work} without a result. */
  interface Change {
    void run(WriterSession session) throws SQLException;
  }

  /** Queues a write. The future completes on the writer thread when it is durable. */
  <T> CompletableFuture<T> submit(Work<T> work) {
    return submit(work, WriteQueue.Priority.INTERACTIVE);
  }

  /** The same with a priority. */
  <T> CompletableFuture<T> submit(Work<T> work, WriteQueue.Priority priority) {
    CompletableFuture<T> done = new CompletableFuture<>();
    enqueue(
        new QueuedWrite(
            done,
            open -> {
              T result = work.run(open);
              return () -> done.complete(result);
            }),
        priority);
    return done;
  }

  /** Queues a write. The future completes on the writer thread when it is durable. */
  CompletableFuture<Void> write(Change change) {
    return write(change, WriteQueue.Priority.INTERACTIVE);
  }

  /** The same with a priority. */
  CompletableFuture<Void> write(Change change, WriteQueue.Priority priority) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    enqueue(
        new QueuedWrite(
            done,
            open -> {
              change.run(open);
              return () -> done.complete(null);
            }),
        priority);
    return done;
  }

  /** Runs work on this thread while no transaction is open. */
  <T> T betweenTransactions(Callable<T> work) throws Exception {
    exclusive.lock();
    try {
      return work.call();
    } finally {
      exclusive.unlock();
    }
  }

  private void enqueue(QueuedWrite write, WriteQueue.Priority priority) {
    Optional<String> away = server.away();
    if (away.isPresent()) {
      write.fail(awayBecause(away.get()));
    } else {
      offer(write, priority);
    }
  }

  private void offer(QueuedWrite write, WriteQueue.Priority priority) {
    if (!queue.offer(write, priority)) {
      write.fail(new StoreException("the store is closed"));
    }
  }

  private static StoreException awayBecause(String reason) {
    return new StoreException("the write failed: the database is away: " + reason);
  }

  /**
   * Has the writer connect anew between two transactions, also while the database is away. The
   * future completes when it has, and fails if it cannot.
   */
  CompletableFuture<Void> reconnect() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    reconnectDue = true;
    offer(
        new QueuedWrite(done, open -> () -> done.complete(null)), WriteQueue.Priority.INTERACTIVE);
    return done;
  }

  /** Cuts the writer's connection: a transaction that is under way fails. Any thread. */
  void abandonConnection() {
    reconnectDue = true;
    WriterSession open = session;
    if (open != null) {
      open.abort();
    }
  }

  /** Commits queued writes, then ends the thread. */
  @Override
  public void close() {
    queue.close();
    ThreadEnd.awaitUninterrupted(writer::join);
  }

  private void run() {
    List<QueuedWrite> batch = takeBatch();
    while (!batch.isEmpty()) {
      progress.writesWait();
      exclusive.lock();
      try {
        commit(batch);
        connectIfLost();
      } finally {
        exclusive.unlock();
      }
      if (queue.isEmpty()) {
        progress.nobodyWaits();
      }
      batch = takeBatch();
    }
    discardSession();
  }

  private List<QueuedWrite> takeBatch() {
    while (true) {
      try {
        return queue.take();
      } catch (InterruptedException e) {
        LOG.warn("the store writer was interrupted; it continues until it is closed");
      }
    }
  }

  // Errors are caught too: if the thread died, no later write would complete.
  private void commit(List<QueuedWrite> batch) {
    long start = System.nanoTime();
    WriterSession open;
    try {
      open = begun();
    } catch (SQLException | RuntimeException | Error e) {
      progress.failed();
      lose(e);
      batch.forEach(write -> write.fail(e));
      return;
    }
    boolean committing = false;
    try {
      for (QueuedWrite write : batch) {
        write.run(open);
      }
      open.runDeferred();
      committing = true;
      open.commit();
    } catch (SQLException | RuntimeException | Error e) {
      if (!(e instanceof StoreException)) {
        progress.failed();
      }
      if (e instanceof SQLException failure && Damage.isDamage(failure)) {
        damage.found(SqlStates.line(failure));
      }
      if (committing && open.mayHaveCommitted(e)) {
        discardSession();
        server.reconnecting();
        batch.forEach(write -> write.fail(new UnknownOutcomeException(e)));
      } else {
        rollBack(open, e);
        retryAlone(batch, e);
      }
      return;
    }
    Optional<String> away = server.away();
    if (away.isPresent()) {
      // Another server may be the current one by now, and this commit may not be on it.
      batch.forEach(write -> write.fail(new UnknownOutcomeException(awayBecause(away.get()))));
      return;
    }
    progress.committed(open.hasChanged());
    onCommit.accept(open.number());
    commitTime.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    batchSize.record(batch.size());
    batch.forEach(QueuedWrite::succeed);
  }

  private void retryAlone(List<QueuedWrite> batch, Throwable cause) {
    if (batch.size() == 1) {
      batch.get(0).fail(cause);
    } else {
      batch.forEach(this::commitUnlessAway);
    }
  }

  /** So that not each of a batch waits for a database that does not answer. */
  private void commitUnlessAway(QueuedWrite write) {
    Optional<String> away = server.away();
    if (away.isPresent()) {
      write.fail(awayBecause(away.get()));
    } else {
      commit(List.of(write));
    }
  }

  /** The database cannot be connected to: what is queued for it fails too. */
  private void lose(Throwable cause) {
    discardSession();
    server.lost(String.valueOf(cause.getMessage()));
    Optional<String> away = server.away();
    if (away.isPresent()) {
      queue.takeAll().forEach(write -> write.fail(awayBecause(away.get())));
    }
  }

  /** Until the writer is connected again, nothing is read, see {@link CurrentServer}. */
  private void connectIfLost() {
    if (session == null && server.mustConnect()) {
      try {
        session();
      } catch (SQLException | RuntimeException | Error e) {
        lose(e);
      }
    }
  }

  private void rollBack(WriterSession open, Throwable cause) {
    try {
      open.rollBack();
      if (!(cause instanceof StoreException)) {
        discardSession();
      }
      if (isReadOnly(cause)) {
        lose(cause);
      }
    } catch (SQLException e) {
      LOG.warn("rollback failed; the connection is discarded: {}", e.getMessage());
      discardSession();
      server.reconnecting();
    }
  }

  private static boolean isReadOnly(Throwable cause) {
    return cause instanceof SQLException refusal
        && SqlStates.of(refusal).equals(SqlStates.READ_ONLY);
  }

  /**
   * A session in a new transaction. A connection that was lost while nothing was written is
   * replaced: no statement of the batch was sent on it.
   */
  private WriterSession begun() throws SQLException {
    if (reconnectDue || server.away().isPresent()) {
      reconnectDue = false;
      discardSession();
    }
    boolean reused = session != null;
    WriterSession open = session();
    try {
      open.begin();
      return open;
    } catch (SQLException e) {
      if (!reused || !LostConnection.isCut(e)) {
        throw e;
      }
      LOG.info(
          "the writer's connection was lost while it was idle, connecting again: {}",
          e.getMessage());
      server.reconnecting();
      discardSession();
    }
    WriterSession next = session();
    next.begin();
    return next;
  }

  private WriterSession session() throws SQLException {
    WriterSession open = session;
    if (open == null) {
      open = new WriterSession(dialect, database.getConnection());
      try {
        server.writerConnected(open.server());
      } catch (RuntimeException | Error e) {
        open.close();
        throw e;
      }
      session = open;
    }
    return open;
  }

  private void discardSession() {
    WriterSession open = session;
    session = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.warn("closing the writer's connection failed: {}", e.getMessage());
      }
    }
  }
}
