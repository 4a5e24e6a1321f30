/**
 * A client that demonstrates the circuit breaker and checks every number it prints.
 *
 * <p>It uses the HTTP API only and no other code of Spillway; nothing calls it. {@link
 * io.spillway.demo.Demo} reads the command line and runs {@link io.spillway.demo.DemoScenario},
 * which fires bursts of triggers ({@link io.spillway.demo.TriggerBurst}), resolves what is paused,
 * and reports to {@link io.spillway.demo.CheckReport}.
 */
@NullMarked
package io.spillway.demo;

import org.jspecify.annotations.NullMarked;
