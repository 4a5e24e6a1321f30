package io.spillway.engine.actor;

import java.time.Duration;

/**
 * Bounds of the actors of a node.
 *
 * @param mailbox commands that may wait for one automation
 * @param idleAfter an actor without commands for this long is undeployed
 * @param segmentsInFlight segments that one resolution changes at the same time
 */
public record ActorSettings(int mailbox, Duration idleAfter, int segmentsInFlight) {}
