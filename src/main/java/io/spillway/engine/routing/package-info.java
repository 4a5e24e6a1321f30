/**
 * The way from any node of a cluster to an automation's actor, wherever it is.
 *
 * <p>{@link io.spillway.engine.routing.ClusterRouter} asks the grid which node owns an automation.
 * Commands for another node go by its {@link io.spillway.engine.routing.NodeMessenger}, many in one
 * message of the event bus to the one address that each node has; replies come back the same way.
 * What is lost on the way, or was with a node that died, is sent again under the same operation,
 * and its actor finds out whether it was carried out before.
 */
@NullMarked
package io.spillway.engine.routing;

import org.jspecify.annotations.NullMarked;
