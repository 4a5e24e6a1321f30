/**
 * What is known on a node of jobs: the steps that workers run.
 *
 * <p>The runner of an automation tells the {@link io.spillway.engine.job.JobIndex} how many of its
 * jobs are ready and leased. Whoever looks for jobs asks the index which automations have some, and
 * is told when more get ready. {@link io.spillway.engine.job.JobPolls} remembers which types of
 * jobs are asked for. Nothing here is stored: it is derived from what the automations say.
 */
@NullMarked
package io.spillway.engine.job;

import org.jspecify.annotations.NullMarked;
