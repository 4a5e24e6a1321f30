package io.spillway.engine.actor;

/** Calls the method of {@link ResolutionState} that stands for what has happened. */
@FunctionalInterface
interface ResolutionEvent {
  ResolutionTransition applyTo(ResolutionState state);
}
