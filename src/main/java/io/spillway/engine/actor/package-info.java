/**
 * One verticle per automation, its single writer, and the router to it.
 *
 * <p>{@link io.spillway.engine.actor.AutomationRouter#send} sends an {@link
 * io.spillway.engine.actor.AutomationCommand} to the {@link
 * io.spillway.engine.actor.AutomationActor} of the automation, which is deployed on its first
 * command and undeployed when idle. The actor runs one <em>task</em> at a time. A task is a batch
 * of the commands that have collected, or one step of a resolution; it decides in plain Java, makes
 * the decision durable and replies. {@link io.spillway.engine.actor.CommandDispatcher} passes
 * commands to the handler of their kind.
 *
 * <p>Triggers are durable by one commit of their facts; {@link
 * io.spillway.engine.actor.SegmentAppender} appends them to their segments on the grid beside the
 * tasks. Moves and resolutions change the segments on the grid, which writes through. {@link
 * io.spillway.engine.actor.ResolutionLifecycle} works on one resolution at a time: {@link
 * io.spillway.engine.actor.ResolutionState} decides its steps, {@link
 * io.spillway.engine.actor.ResolutionEffects} carries them out.
 *
 * <p>{@link io.spillway.engine.actor.AutomationSession} has the state that was last made durable,
 * and loads it again after a commit that failed. All classes of an actor run on its context; only
 * routers and {@link io.spillway.engine.actor.Mailbox} are called by other threads.
 */
@NullMarked
package io.spillway.engine.actor;

import org.jspecify.annotations.NullMarked;
