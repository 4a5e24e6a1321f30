/**
 * One verticle per automation, its single writer, and the way to it.
 *
 * <p>{@link io.spillway.actor.AutomationRouter#send} takes an {@link
 * io.spillway.actor.AutomationCommand} to the {@link io.spillway.actor.AutomationActor} of that
 * automation, which is deployed on its first command and undeployed when idle. The actor works in
 * turns: a turn takes the commands that have collected, decides in plain Java, makes the decision
 * durable in one commit, applies it to the grid, and replies. While a resolution walks over its
 * segments, turns go on.
 */
@NullMarked
package io.spillway.actor;

import org.jspecify.annotations.NullMarked;
