package io.spillway.chaos.evidence;

import java.time.Instant;

/**
 * Something that the run itself saw and that must not be, such as a node that does not become
 * ready.
 *
 * @param at when
 * @param what a sentence
 * @param lookAt where to look for the cause
 */
public record Trouble(Instant at, String what, String lookAt) {}
