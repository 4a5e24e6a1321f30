package io.spillway.engine.routing;

import io.spillway.domain.automation.AutomationPatch;
import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.store.RequestKey;
import java.util.Optional;

/** Encodes commands between nodes: the kind, then the fields in order. */
final class CommandCodec {
  private static final byte EXECUTE = 1;
  private static final byte RESOLVE_PAUSED = 2;
  private static final byte CLEAR_BREAKER = 3;
  private static final byte CREATE = 4;
  private static final byte UPDATE = 5;
  private static final byte DELETE = 6;
  private static final byte MOVE_EXECUTION = 7;
  private static final byte DESCRIBE_BREAKER = 8;
  private static final byte RESUME_RESOLUTIONS = 9;
  private static final byte START_RESOLUTION = 10;
  private static final byte LEASE_STEPS = 11;
  private static final byte REPORT_STEP = 12;
  private static final byte RETRY_EXECUTION = 13;

  private CommandCodec() {}

  static void write(MessageWriter out, AutomationCommand<?> command) {
    if (command instanceof AutomationCommand.Execute execute) {
      out.number(EXECUTE);
      out.bytes(execute.context());
      out.text(execute.actor());
      out.optional(execute.key(), DomainCodec::write);
    } else if (command instanceof AutomationCommand.ResolvePaused resolve) {
      out.number(RESOLVE_PAUSED);
      write(out, resolve);
    } else if (command instanceof AutomationCommand.StartResolution start) {
      out.number(START_RESOLUTION);
      write(out, start.request());
      out.flag(start.clears());
    } else if (command instanceof AutomationCommand.ClearBreaker clear) {
      out.number(CLEAR_BREAKER);
      out.text(clear.actor());
      out.text(clear.reason());
    } else if (command instanceof AutomationCommand.Create create) {
      out.number(CREATE);
      DomainCodec.write(out, create.automation());
      out.text(create.actor());
    } else if (command instanceof AutomationCommand.Update update) {
      out.number(UPDATE);
      write(out, update.patch());
      out.text(update.actor());
    } else if (command instanceof AutomationCommand.Delete delete) {
      out.number(DELETE);
      out.text(delete.actor());
      out.text(delete.resolutionId());
    } else if (command instanceof AutomationCommand.MoveExecution move) {
      out.number(MOVE_EXECUTION);
      out.number(move.executionId());
      out.name(move.to());
      out.text(move.actor());
    } else if (command instanceof AutomationCommand.RetryExecution retry) {
      out.number(RETRY_EXECUTION);
      out.number(retry.executionId());
      out.text(retry.actor());
    } else if (command instanceof AutomationCommand.DescribeBreaker) {
      out.number(DESCRIBE_BREAKER);
    } else if (command instanceof AutomationCommand.ResumeResolutions) {
      out.number(RESUME_RESOLUTIONS);
    } else if (command instanceof AutomationCommand.LeaseSteps lease) {
      out.number(LEASE_STEPS);
      StepCodec.write(out, lease);
    } else if (command instanceof AutomationCommand.ReportStep report) {
      out.number(REPORT_STEP);
      StepCodec.write(out, report);
    } else {
      throw new IllegalStateException("no encoding of command " + command.getClass());
    }
  }

  static AutomationCommand<?> read(MessageReader in) {
    long kind = in.number();
    if (kind == EXECUTE) {
      return new AutomationCommand.Execute(in.bytes(), in.text(), key(in));
    }
    if (kind == RESOLVE_PAUSED) {
      return resolve(in);
    }
    if (kind == START_RESOLUTION) {
      return new AutomationCommand.StartResolution(resolve(in), in.flag());
    }
    if (kind == CLEAR_BREAKER) {
      return new AutomationCommand.ClearBreaker(in.text(), in.text());
    }
    if (kind == CREATE) {
      return new AutomationCommand.Create(DomainCodec.automation(in), in.text());
    }
    if (kind == UPDATE) {
      return new AutomationCommand.Update(patch(in), in.text());
    }
    if (kind == DELETE) {
      return new AutomationCommand.Delete(in.text(), in.text());
    }
    if (kind == MOVE_EXECUTION) {
      return new AutomationCommand.MoveExecution(
          in.number(), in.name(ExecutionState.class), in.text());
    }
    if (kind == RETRY_EXECUTION) {
      return new AutomationCommand.RetryExecution(in.number(), in.text());
    }
    if (kind == DESCRIBE_BREAKER) {
      return new AutomationCommand.DescribeBreaker();
    }
    if (kind == RESUME_RESOLUTIONS) {
      return new AutomationCommand.ResumeResolutions();
    }
    if (kind == LEASE_STEPS) {
      return StepCodec.leaseSteps(in);
    }
    if (kind == REPORT_STEP) {
      return StepCodec.reportStep(in);
    }
    throw new IllegalArgumentException("unknown command kind " + kind);
  }

  private static void write(MessageWriter out, AutomationCommand.ResolvePaused resolve) {
    DomainCodec.write(out, resolve.order());
    out.text(resolve.resolutionId());
    out.optional(resolve.key(), DomainCodec::write);
  }

  private static AutomationCommand.ResolvePaused resolve(MessageReader in) {
    return new AutomationCommand.ResolvePaused(DomainCodec.order(in), in.text(), key(in));
  }

  private static Optional<RequestKey> key(MessageReader in) {
    return in.optional(DomainCodec::requestKey);
  }

  private static void write(MessageWriter out, AutomationPatch patch) {
    out.optional(patch.displayName(), MessageWriter::text);
    out.optional(patch.description(), MessageWriter::text);
    out.optional(patch.appId(), MessageWriter::text);
    out.optional(patch.enabled(), MessageWriter::flag);
    out.optional(patch.draft(), MessageWriter::flag);
    out.optional(patch.steps(), MessageWriter::text);
    out.optional(patch.draftSteps(), MessageWriter::text);
    out.optional(patch.triggers(), MessageWriter::text);
    out.optional(patch.draftTriggers(), MessageWriter::text);
    out.optional(patch.context(), MessageWriter::text);
    out.optional(patch.annotations(), MessageWriter::texts);
    out.optional(patch.breakerMax(), MessageWriter::number);
    out.optional(patch.breakerPeriod(), MessageWriter::name);
    out.optional(patch.runner(), DomainCodec::write);
  }

  private static AutomationPatch patch(MessageReader in) {
    return new AutomationPatch(
        in.optional(MessageReader::text),
        in.optional(MessageReader::text),
        in.optional(MessageReader::text),
        in.optional(MessageReader::flag),
        in.optional(MessageReader::flag),
        in.optional(MessageReader::text),
        in.optional(MessageReader::text),
        in.optional(MessageReader::text),
        in.optional(MessageReader::text),
        in.optional(MessageReader::text),
        in.optional(MessageReader::texts),
        in.optional(MessageReader::number),
        in.optional(period -> period.name(BreakerPeriod.class)),
        in.optional(DomainCodec::runnerChange));
  }
}
