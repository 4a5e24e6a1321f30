package io.spillway.engine.routing;

import io.spillway.domain.execution.StepError;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.job.LeasedStep;
import io.spillway.engine.job.LeasedSteps;
import io.spillway.engine.job.ReportedStep;
import io.spillway.engine.job.StepReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Encodes leases of steps and reports about them between nodes: their fields in order. */
final class StepCodec {
  private static final byte COMPLETE = 1;
  private static final byte FAIL = 2;
  private static final byte EXTEND = 3;
  private static final byte RELEASE = 4;

  private StepCodec() {}

  static void write(MessageWriter out, AutomationCommand.LeaseSteps lease) {
    out.number(lease.types().size());
    lease.types().forEach(out::text);
    out.text(lease.worker());
    out.number(lease.max());
    write(out, lease.lease());
  }

  static AutomationCommand.LeaseSteps leaseSteps(MessageReader in) {
    long size = in.number();
    Set<String> types = new HashSet<>();
    for (long i = 0; i < size; i++) {
      types.add(in.text());
    }
    return new AutomationCommand.LeaseSteps(types, in.text(), (int) in.number(), duration(in));
  }

  static void write(MessageWriter out, LeasedSteps leased) {
    out.number(leased.steps().size());
    leased.steps().forEach(step -> write(out, step));
  }

  static LeasedSteps leasedSteps(MessageReader in) {
    long size = in.number();
    List<LeasedStep> steps = new ArrayList<>();
    for (long i = 0; i < size; i++) {
      steps.add(leasedStep(in));
    }
    return new LeasedSteps(steps);
  }

  private static void write(MessageWriter out, LeasedStep step) {
    out.number(step.executionId());
    out.number(step.automationVersion());
    out.number(step.step());
    out.text(step.stepName());
    out.text(step.type());
    out.number(step.run());
    out.number(step.attempt());
    out.number(step.maxAttempts());
    out.number(step.deadlineMillis());
    out.bytes(step.input());
    out.bytes(step.context());
  }

  private static LeasedStep leasedStep(MessageReader in) {
    return new LeasedStep(
        in.number(),
        (int) in.number(),
        (int) in.number(),
        in.text(),
        in.text(),
        (int) in.number(),
        (int) in.number(),
        (int) in.number(),
        in.number(),
        in.bytes(),
        in.bytes());
  }

  static void write(MessageWriter out, AutomationCommand.ReportStep command) {
    out.number(command.executionId());
    out.number(command.step());
    out.number(command.run());
    out.text(command.worker());
    write(out, command.report());
  }

  static AutomationCommand.ReportStep reportStep(MessageReader in) {
    return new AutomationCommand.ReportStep(
        in.number(), (int) in.number(), (int) in.number(), in.text(), report(in));
  }

  private static void write(MessageWriter out, StepReport report) {
    if (report instanceof StepReport.Complete complete) {
      out.number(COMPLETE);
      out.bytes(complete.output());
    } else if (report instanceof StepReport.Fail fail) {
      out.number(FAIL);
      out.text(fail.error().code());
      out.text(fail.error().message());
      out.number(fail.error().httpStatus());
      out.optional(fail.retryAfter(), StepCodec::write);
      out.flag(fail.isFinal());
    } else if (report instanceof StepReport.Extend extend) {
      out.number(EXTEND);
      write(out, extend.lease());
    } else if (report instanceof StepReport.Release) {
      out.number(RELEASE);
    } else {
      throw new IllegalStateException("no encoding of report " + report.getClass());
    }
  }

  private static StepReport report(MessageReader in) {
    long kind = in.number();
    if (kind == COMPLETE) {
      return new StepReport.Complete(in.bytes());
    }
    if (kind == FAIL) {
      return new StepReport.Fail(
          new StepError(in.text(), in.text(), (int) in.number()),
          in.optional(StepCodec::duration),
          in.flag());
    }
    if (kind == EXTEND) {
      return new StepReport.Extend(duration(in));
    }
    if (kind == RELEASE) {
      return new StepReport.Release();
    }
    throw new IllegalArgumentException("unknown report kind " + kind);
  }

  static void write(MessageWriter out, ReportedStep reported) {
    out.name(reported.outcome());
    out.number(reported.deadlineMillis());
    out.text(reported.message());
  }

  static ReportedStep reportedStep(MessageReader in) {
    return new ReportedStep(in.name(ReportedStep.Outcome.class), in.number(), in.text());
  }

  private static void write(MessageWriter out, Duration duration) {
    out.number(duration.toMillis());
  }

  private static Duration duration(MessageReader in) {
    return Duration.ofMillis(in.number());
  }
}
