/**
 * Main, settings, wiring and housekeeping: reads the configuration, builds, deploys, closes.
 *
 * <p>{@link io.spillway.app.Setting} lists what can be set. {@link io.spillway.app.Invocation}
 * reads them from flags, environment, file and defaults, in this order, into {@link
 * io.spillway.app.Settings}, and {@link io.spillway.app.SettingsValidator} refuses contradictions.
 * {@link io.spillway.app.Node} opens everything in order and closes it in reverse; {@link
 * io.spillway.app.HousekeepingTasks} lists what runs periodically against the store.
 */
@NullMarked
package io.spillway.app;

import org.jspecify.annotations.NullMarked;
