/**
 * The machines of a run, all of them on this one: nodes as processes, a PostgreSQL server, a
 * network of namespaces that can be cut, clocks that can be set.
 *
 * <p>A {@link io.spillway.chaos.deployment.Deployment} opens and closes all of it. How a node is
 * started is in {@link io.spillway.chaos.deployment.NodeCommand} and nowhere else.
 */
@NullMarked
package io.spillway.chaos.deployment;

import org.jspecify.annotations.NullMarked;
