/**
 * Runs what may run: takes executions through their steps, at the pace of their automation.
 *
 * <p>There is no queue beside the segments: a PENDING slot is the entry of the queue, and a WAITING
 * slot with a due time is the entry of the timer. {@link
 * io.spillway.engine.runner.AutomationRunner} works for one automation, on the context of its
 * actor, beside the tasks: it claims executions of one segment by one write, has their steps run,
 * makes the results durable in the store, and only then moves the executions on, again by one write
 * a segment. So a step whose result is durable is never run again: a new owner finds executions in
 * PROCESS_STEP, applies the results that are there and runs the other steps once more.
 *
 * <p>Writes are idempotent by value: each expects the {@linkplain
 * io.spillway.domain.execution.StepPosition#run() run} of the execution, which rises with every
 * hand-out. A former owner that wakes up late, or a worker whose lease has ended, changes nothing.
 *
 * <p>What the runners of a node share is in {@link io.spillway.engine.runner.RunnerContext}. The
 * actor gives a runner its segments by {@link io.spillway.engine.runner.RunnerHost}; this package
 * knows no actor.
 */
@NullMarked
package io.spillway.engine.runner;

import org.jspecify.annotations.NullMarked;
