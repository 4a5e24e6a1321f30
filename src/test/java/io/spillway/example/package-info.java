/**
 * A consumer of the event bus in a process of its own, to copy from: {@link
 * io.spillway.example.WithoutData} joins the grid as a member that keeps nothing, {@link
 * io.spillway.example.Consumer} listens and calls. It knows none of the server's classes.
 */
@NullMarked
package io.spillway.example;

import org.jspecify.annotations.NullMarked;
