/**
 * Main and settings: reads the configuration, builds, deploys, closes; nothing else.
 *
 * <p>{@link io.spillway.app.Setting} lists what can be set. {@link io.spillway.app.Invocation}
 * reads it from flags, environment, file and defaults, in this order, into {@link
 * io.spillway.app.Settings}, and {@link io.spillway.app.SettingsValidator} refuses what cannot be
 * together; the rest of the node never sees where a value came from.
 */
@NullMarked
package io.spillway.app;

import org.jspecify.annotations.NullMarked;
