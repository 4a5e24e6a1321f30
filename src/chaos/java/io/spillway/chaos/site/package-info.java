/**
 * The machines of a run, all of them on this one: nodes as processes, a PostgreSQL server, a
 * network of namespaces that can be cut, clocks that can be set.
 *
 * <p>A {@link io.spillway.chaos.site.Site} opens and closes all of it. How a node is started stands
 * in {@link io.spillway.chaos.site.NodeCommand} and nowhere else.
 */
@NullMarked
package io.spillway.chaos.site;

import org.jspecify.annotations.NullMarked;
