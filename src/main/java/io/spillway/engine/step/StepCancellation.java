package io.spillway.engine.step;

import java.util.ArrayList;
import java.util.List;

/** Tells an attempt that its execution was terminated. Thread-safe. */
public final class StepCancellation {
  private final List<Runnable> listeners = new ArrayList<>();
  private boolean cancelled;

  /** Runs this when it is cancelled; at once if it is already. */
  public void onCancelled(Runnable listener) {
    synchronized (listeners) {
      if (!cancelled) {
        listeners.add(listener);
        return;
      }
    }
    listener.run();
  }

  /** Cancels the attempt. Doing so again does nothing. */
  public void cancel() {
    List<Runnable> told;
    synchronized (listeners) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      told = List.copyOf(listeners);
    }
    told.forEach(Runnable::run);
  }
}
