package io.spillway.chaos.history;

import java.time.Instant;

/**
 * A failure that the run itself observed, such as a node that does not become ready.
 *
 * @param at when
 * @param what a sentence
 * @param lookAt where to look for the cause
 */
public record Anomaly(Instant at, String what, String lookAt) {}
