/**
 * Bounds what the clustered event bus of Vert.x takes from its port before it knows who sent it.
 *
 * <p>{@link io.spillway.engine.bus.GuardedTransport} puts a {@link
 * io.spillway.engine.bus.FrameGuard} before each connection of the event bus. It lets whole frames
 * through whose lengths {@link io.spillway.engine.bus.FrameCheck} has found good, and closes the
 * connection at any other. {@link io.spillway.engine.bus.UnfinishedFrames} bounds what all
 * connections together hold of frames that have not arrived whole.
 *
 * <p>With TLS there is no guard: it would see what is encrypted, and only members with a
 * certificate speak.
 */
@NullMarked
package io.spillway.engine.bus;

import org.jspecify.annotations.NullMarked;
