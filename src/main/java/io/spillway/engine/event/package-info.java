/**
 * What the engine tells the outside: messages on the event bus, metrics, and rows of the audit log.
 *
 * <p>{@link io.spillway.engine.event.Telemetry} publishes and counts, {@link
 * io.spillway.engine.event.AuditEvents} words audit rows, {@link
 * io.spillway.engine.event.EventBusAddresses} lists every address. Nothing here decides anything.
 */
@NullMarked
package io.spillway.engine.event;

import org.jspecify.annotations.NullMarked;
