/**
 * One verticle per automation, its single writer, and the way to it.
 *
 * <p>{@link io.spillway.engine.actor.AutomationRouter#send} takes an {@link
 * io.spillway.engine.actor.AutomationCommand} to the {@link
 * io.spillway.engine.actor.AutomationActor} of that automation, which is deployed on its first
 * command and undeployed when idle. The actor works in turns: a turn takes the commands that have
 * collected, decides in plain Java, makes the decision durable and replies. Triggers are durable by
 * one commit of their facts, and their segments follow on the grid; moves and resolutions are
 * carried out on the grid, which writes through. While segments fill and a resolution walks over
 * them, turns go on.
 */
@NullMarked
package io.spillway.engine.actor;

import org.jspecify.annotations.NullMarked;
