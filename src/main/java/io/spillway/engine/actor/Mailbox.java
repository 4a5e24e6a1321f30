package io.spillway.engine.actor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * Commands waiting for an actor, bounded, first come first served. Thread-safe: anyone offers, the
 * actor takes.
 */
final class Mailbox {
  private final int capacity;
  private final Deque<Envelope<?>> waiting = new ArrayDeque<>();
  private boolean closed;

  Mailbox(int capacity) {
    this.capacity = capacity;
  }

  /** What became of an offer. */
  enum Offer {
    ACCEPTED,
    /** As many commands are waiting as may. */
    FULL,
    /** The actor is leaving: ask for the next one. */
    CLOSED
  }

  synchronized Offer offer(Envelope<?> envelope) {
    if (closed) {
      return Offer.CLOSED;
    }
    if (waiting.size() >= capacity) {
      return Offer.FULL;
    }
    waiting.add(envelope);
    return Offer.ACCEPTED;
  }

  /** Takes the first command and up to {@code most − 1} like it that directly follow. */
  synchronized List<Envelope<?>> takeBatch(int most, Predicate<AutomationCommand<?>> batches) {
    List<Envelope<?>> run = new ArrayList<>();
    Envelope<?> first = waiting.poll();
    if (first == null) {
      return run;
    }
    run.add(first);
    if (!batches.test(first.command())) {
      return run;
    }
    Class<?> kind = first.command().getClass();
    while (run.size() < most && isOfKind(waiting.peek(), kind)) {
      run.add(waiting.remove());
    }
    return run;
  }

  private static boolean isOfKind(
      @org.jspecify.annotations.Nullable Envelope<?> next, Class<?> kind) {
    return next != null && next.command().getClass() == kind;
  }

  /** Closes the mailbox if nothing is waiting, and tells whether it is closed now. */
  synchronized boolean closeIfEmpty() {
    closed |= waiting.isEmpty();
    return closed;
  }

  /** Closes the mailbox and takes what was waiting. */
  synchronized List<Envelope<?>> close() {
    closed = true;
    List<Envelope<?>> left = new ArrayList<>(waiting);
    waiting.clear();
    return left;
  }
}
