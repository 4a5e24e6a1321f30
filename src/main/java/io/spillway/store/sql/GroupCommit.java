package io.spillway.store.sql;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spillway.store.StaleWriteException;
import io.spillway.store.StoreException;
import io.spillway.store.UnknownOutcomeException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that makes writes durable, as many in one transaction as have collected.
 *
 * <p>While a transaction is on its way to the disk, further writes queue up; the next transaction
 * takes them all, up to {@value #MAX_BATCH}, of those in bulk up to {@value #MAX_IN_BULK}. When one
 * of them fails, the transaction is rolled back and each is tried in a transaction of its own: only
 * those that fail by themselves fail. So it goes, too, when two nodes stand in each other's way.
 * When the connection is lost while it commits, all of them fail with {@link
 * UnknownOutcomeException} and none is tried again: it might be refused for having been made.
 */
final class GroupCommit implements AutoCloseable {
  static final int MAX_BATCH = 512;

  /** Segments of a resolve in one transaction: what a trigger may have to wait for. */
  static final int MAX_IN_BULK = 64;

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private final Dialect dialect;
  private final DataSource database;
  private final WriteQueue<QueuedWrite> queue = new WriteQueue<>(MAX_BATCH, MAX_IN_BULK);

  /** Held by who has the database for itself. Fair, lest the writer never let it go. */
  private final Lock turn = new ReentrantLock(true);

  private final Thread writer = new Thread(this::run, "spillway-store-writer");
  private final Timer commitTime;
  private final DistributionSummary batchSize;
  private @Nullable WriterSession session;

  /**
   * @param dialect of the database
   * @param database opens the writer's connection. Not a pool: a connection that is given up must
   *     really close, lest its open transaction lock the next one out
   */
  GroupCommit(Dialect dialect, DataSource database, MeterRegistry meters) {
    this.dialect = dialect;
    this.database = database;
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

  /** What one write does within a transaction. */
  interface Work<T> {
    /**
     * Runs on the writer thread, possibly more than once: only the last run counts.
     *
     * @throws StaleWriteException if a guard did not hold
     */
    T run(WriterSession session) throws SQLException;
  }

  /** A {@link Work} that has nothing to tell but that it is durable. */
  interface Change {
    void run(WriterSession session) throws SQLException;
  }

  /** Queues a write. The future completes on the writer thread when it is durable. */
  <T> CompletableFuture<T> submit(Work<T> work) {
    return submit(work, WriteQueue.Priority.PROMPT);
  }

  /** The same with a choice of where to wait. */
  <T> CompletableFuture<T> submit(Work<T> work, WriteQueue.Priority line) {
    CompletableFuture<T> done = new CompletableFuture<>();
    enqueue(
        new QueuedWrite(
            done,
            open -> {
              T result = work.run(open);
              return () -> done.complete(result);
            }),
        line);
    return done;
  }

  /** Queues a write. The future completes on the writer thread when it is durable. */
  CompletableFuture<Void> write(Change change) {
    return write(change, WriteQueue.Priority.PROMPT);
  }

  /** The same with a choice of where to wait. */
  CompletableFuture<Void> write(Change change, WriteQueue.Priority line) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    enqueue(
        new QueuedWrite(
            done,
            open -> {
              change.run(open);
              return () -> done.complete(null);
            }),
        line);
    return done;
  }

  /** Runs something on this thread while no transaction is under way, and none begins. */
  <T> T betweenTransactions(Callable<T> work) throws Exception {
    turn.lock();
    try {
      return work.call();
    } finally {
      turn.unlock();
    }
  }

  private void enqueue(QueuedWrite write, WriteQueue.Priority line) {
    if (!queue.offer(write, line)) {
      write.fail(new StoreException("the store is closed"));
    }
  }

  /** Commits what is queued, then ends the thread. */
  @Override
  public void close() {
    queue.close();
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<QueuedWrite> batch = takeBatch();
    while (!batch.isEmpty()) {
      turn.lock();
      try {
        commit(batch);
      } finally {
        turn.unlock();
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
        LOG.warn("store writer interrupted; it goes on until it is closed");
      }
    }
  }

  // Errors are caught too: a thread that dies would leave every later write without an answer.
  private void commit(List<QueuedWrite> batch) {
    long start = System.nanoTime();
    WriterSession open;
    try {
      open = session();
      open.begin();
    } catch (SQLException | RuntimeException | Error e) {
      discardSession();
      batch.forEach(write -> write.fail(e));
      return;
    }
    boolean committing = false;
    try {
      for (QueuedWrite write : batch) {
        write.run(open);
      }
      open.finish();
      committing = true;
      open.commit();
    } catch (SQLException | RuntimeException | Error e) {
      if (committing && open.mayHaveCommitted(e)) {
        discardSession();
        batch.forEach(write -> write.fail(new UnknownOutcomeException(e)));
      } else {
        rollBack(open, e);
        retryAlone(batch, e);
      }
      return;
    }
    commitTime.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    batchSize.record(batch.size());
    batch.forEach(QueuedWrite::succeed);
  }

  private void retryAlone(List<QueuedWrite> batch, Throwable cause) {
    if (batch.size() == 1) {
      batch.get(0).fail(cause);
    } else {
      batch.forEach(write -> commit(List.of(write)));
    }
  }

  private void rollBack(WriterSession open, Throwable cause) {
    try {
      open.rollBack();
      if (!(cause instanceof StoreException)) {
        discardSession();
      }
    } catch (SQLException e) {
      LOG.warn("rollback failed; the connection is given up: {}", e.getMessage());
      discardSession();
    }
  }

  private WriterSession session() throws SQLException {
    if (session == null) {
      session = new WriterSession(dialect, database.getConnection());
    }
    return session;
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
