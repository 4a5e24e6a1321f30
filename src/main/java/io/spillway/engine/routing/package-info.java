/**
 * Routes commands from any node of a cluster to the actor of an automation on its owner node.
 *
 * <p>{@link io.spillway.engine.routing.ClusterRouter} asks the grid which node owns an automation.
 * {@link io.spillway.engine.routing.NodeMessenger} sends commands for other nodes in batches, to
 * the one event bus address of each node; replies return the same way. {@link
 * io.spillway.engine.routing.RetryingCall} repeats a lost command under the same operation id, and
 * the actor detects whether it was executed before.
 */
@NullMarked
package io.spillway.engine.routing;

import org.jspecify.annotations.NullMarked;
