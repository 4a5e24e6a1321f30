package io.spillway.engine.actor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The waiting commands of an actor: a bounded queue. Any thread offers, the actor takes. */
final class Mailbox {
  private final int capacity;
  private final Deque<Envelope<?>> waiting = new ArrayDeque<>();
  private boolean closed;

  Mailbox(int capacity) {
    this.capacity = capacity;
  }

  /** The result of an offer. */
  enum Offer {
    ACCEPTED,
    /** The maximum number of commands is waiting. */
    FULL,
    /** The actor is leaving; its successor takes the command. */
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

  /** Takes the first command and the commands of its kind that follow, at most {@code max}. */
  synchronized List<Envelope<?>> takeBatch(int max, Predicate<AutomationCommand<?>> batches) {
    List<Envelope<?>> batch = new ArrayList<>();
    Envelope<?> first = waiting.poll();
    if (first == null) {
      return batch;
    }
    batch.add(first);
    if (!batches.test(first.command())) {
      return batch;
    }
    Class<?> kind = first.command().getClass();
    while (batch.size() < max && isOfKind(waiting.peek(), kind)) {
      batch.add(waiting.remove());
    }
    return batch;
  }

  private static boolean isOfKind(@Nullable Envelope<?> next, Class<?> kind) {
    return next != null && next.command().getClass() == kind;
  }

  /** Closes the mailbox if no command waits; returns whether it is closed now. */
  synchronized boolean closeIfEmpty() {
    closed |= waiting.isEmpty();
    return closed;
  }

  /** Closes the mailbox and takes the waiting commands. */
  synchronized List<Envelope<?>> close() {
    closed = true;
    List<Envelope<?>> left = new ArrayList<>(waiting);
    waiting.clear();
    return left;
  }
}
