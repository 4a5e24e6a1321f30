package io.spillway.chaos.history;

import java.time.Instant;

/**
 * What version something had in the database at one moment of the run.
 *
 * @param at when it was read
 * @param what a segment or the state of an automation
 * @param version of it
 */
public record VersionSample(Instant at, String what, long version) {}
