/**
 * Steps: their definitions, the expressions in them, and the kinds that the node runs by itself.
 *
 * <p>{@link io.spillway.engine.step.StepDefinitions} reads the steps of an automation, and refuses
 * those that cannot work. A {@link io.spillway.engine.step.StepKind} runs one attempt of a step and
 * says what came of it by a {@link io.spillway.engine.step.StepOutcome}; when to run it, how often,
 * and making the outcome durable is up to the runner.
 */
@NullMarked
package io.spillway.engine.step;

import org.jspecify.annotations.NullMarked;
