package io.spillway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/**
 * Sends prepared requests over connections that are kept, from one thread, with as little work of
 * its own as possible: it shares the machine with what it measures.
 */
final class LoadGenerator implements AutoCloseable {
  private static final long NAP_NANOS = 50_000;
  private static final double NANOS_A_SECOND = 1e9;
  private static final long MAX_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int DIGITS = 3;

  private final List<byte[]> requests;
  private final Selector selector;
  private final Deque<LoadConnection> idle = new ArrayDeque<>();
  private final int connections;
  private int next;

  /**
   * @param requests whole HTTP requests, sent in turn
   */
  LoadGenerator(URI url, List<byte[]> requests, int connections) {
    this(List.of(url), requests, connections);
  }

  /**
   * @param urls servers that the connections are spread over
   * @param requests whole HTTP requests, sent in turn
   */
  LoadGenerator(List<URI> urls, List<byte[]> requests, int connections) {
    this.requests = List.copyOf(requests);
    this.connections = connections;
    try {
      selector = Selector.open();
      for (int i = 0; i < connections; i++) {
        URI url = urls.get(i % urls.size());
        idle.add(
            LoadConnection.open(new InetSocketAddress(url.getHost(), url.getPort()), selector));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends on every connection as soon as it has its answer; answers requests a second. */
  double saturate(Duration time) {
    long start = System.nanoTime();
    long end = start + time.toNanos();
    long answered = 0;
    while (!idle.isEmpty()) {
      send(idle.remove(), start);
    }
    long now = start;
    while (idle.size() < connections) {
      for (SelectionKey key : ready(1_000)) {
        LoadConnection wire = (LoadConnection) key.attachment();
        if (!wire.onReady()) {
          continue;
        }
        now = System.nanoTime();
        if (now < end) {
          answered++;
          send(wire, now);
        } else {
          idle.add(wire);
        }
      }
    }
    return answered / ((end - start) / NANOS_A_SECOND);
  }

  /**
   * Sends at a steady rate, whether answers come or not, and counts each latency from the moment at
   * which the request was due, be there a free connection or not.
   *
   * @return latencies in nanoseconds
   */
  Histogram steady(double perSecond, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    return steadyUntil(perSecond, () -> System.nanoTime() >= end);
  }

  /** The same until something is so; what was due before is waited for. */
  Histogram steadyUntil(double perSecond, BooleanSupplier over) {
    Histogram latencies = new Histogram(MAX_NANOS, DIGITS);
    Deque<Long> late = new ArrayDeque<>();
    double interval = NANOS_A_SECOND / perSecond;
    long start = System.nanoTime();
    long due = 0;
    boolean ended = false;
    while (!ended || latencies.getTotalCount() < due) {
      boolean moved = false;
      ended = ended || over.getAsBoolean();
      long now = System.nanoTime();
      while (!ended && start + (long) (due * interval) <= now) {
        late.add(start + (long) (due * interval));
        due++;
        moved = true;
      }
      while (!late.isEmpty() && !idle.isEmpty()) {
        send(idle.remove(), late.remove());
      }
      for (SelectionKey key : ready(0)) {
        moved = true;
        LoadConnection wire = (LoadConnection) key.attachment();
        if (wire.onReady()) {
          latencies.recordValue(Math.min(MAX_NANOS, System.nanoTime() - wire.dueAt()));
          idle.add(wire);
        }
      }
      if (!moved) {
        // A selector waits for whole milliseconds only.
        LockSupport.parkNanos(NAP_NANOS);
      }
    }
    return latencies;
  }

  private void send(LoadConnection wire, long dueAt) {
    wire.send(requests.get(next), dueAt);
    next = (next + 1) % requests.size();
  }

  private List<SelectionKey> ready(int waitMillis) {
    try {
      int count = waitMillis == 0 ? selector.selectNow() : selector.select(waitMillis);
      if (count == 0) {
        return List.of();
      }
      List<SelectionKey> keys = List.copyOf(selector.selectedKeys());
      selector.selectedKeys().clear();
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
