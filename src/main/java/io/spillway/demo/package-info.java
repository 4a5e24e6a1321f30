/**
 * A client that shows the circuit breaker at work and checks every number it shows.
 *
 * <p>It knows the server by its HTTP interface only and uses nothing else of Spillway. {@link
 * io.spillway.demo.Demo} reads the command line, {@link io.spillway.demo.Story} tells what happens.
 */
@NullMarked
package io.spillway.demo;

import org.jspecify.annotations.NullMarked;
