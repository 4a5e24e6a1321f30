/**
 * The output of the engine: messages on the event bus, metrics, and events of the system log.
 *
 * <p>{@link io.spillway.engine.event.Telemetry} publishes and counts, {@link
 * io.spillway.engine.event.PausedCounts} has the metric of what is paused, {@link
 * io.spillway.engine.event.AuditEvents} creates events of the system log, {@link
 * io.spillway.engine.event.EventBusAddresses} lists every address. {@link
 * io.spillway.engine.event.WireEnums} has the names of enums. Nothing here decides anything.
 */
@NullMarked
package io.spillway.engine.event;

import org.jspecify.annotations.NullMarked;
