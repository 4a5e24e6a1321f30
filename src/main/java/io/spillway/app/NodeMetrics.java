package io.spillway.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.spillway.engine.actor.LocalRouter;
import io.spillway.engine.grid.Membership;

/** Registers the metrics of the JVM and of the node as a member of its cluster. */
final class NodeMetrics {
  private NodeMetrics() {}

  static void register(MeterRegistry meters, Membership membership, LocalRouter actors) {
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new JvmGcMetrics().bindTo(meters);
    Gauge.builder("spillway.cluster.members", membership, members -> members.nodes().size())
        .description("Members of the cluster that this node sees, including itself")
        .register(meters);
    Gauge.builder("spillway.automations.owned", actors, LocalRouter::actors)
        .description("Automations that this node owns and has in memory")
        .register(meters);
  }
}
