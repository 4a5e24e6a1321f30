package io.spillway.engine.actor;

import java.time.Duration;

/**
 * Limits of the actors of a node.
 *
 * @param mailbox the maximum number of waiting commands of one automation
 * @param idleAfter an actor without commands for this long is undeployed
 * @param segmentsInFlight the maximum number of segments that one resolution visits at a time
 * @param quotas how much may be stored
 */
public record ActorSettings(int mailbox, Duration idleAfter, int segmentsInFlight, Quotas quotas) {}
