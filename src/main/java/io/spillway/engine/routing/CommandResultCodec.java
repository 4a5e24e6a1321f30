package io.spillway.engine.routing;

import io.spillway.domain.automation.Refusal;
import io.spillway.domain.resolution.Resolution;
import io.spillway.engine.actor.Ack;
import io.spillway.engine.actor.BreakerReport;
import io.spillway.engine.actor.StartedResolution;
import io.spillway.engine.job.LeasedSteps;
import io.spillway.engine.job.ReportedStep;
import io.spillway.store.AutomationRecord;
import java.util.ArrayList;
import java.util.List;

/** Encodes command results between nodes: the kind, then the fields in order. */
final class CommandResultCodec {
  private static final byte REFUSED = 1;
  private static final byte MOVED = 2;
  private static final byte UNKNOWN = 3;
  private static final byte NOT_STORED = 4;
  private static final byte BROKEN = 5;
  private static final byte ID = 11;
  private static final byte ACK = 12;
  private static final byte RESOLUTION = 13;
  private static final byte RECORD = 14;
  private static final byte REPORT = 15;
  private static final byte STARTED = 16;
  private static final byte LEASED = 17;
  private static final byte REPORTED = 18;

  private CommandResultCodec() {}

  static void write(MessageWriter out, CommandResult result) {
    if (result instanceof CommandResult.Done done) {
      writeReply(out, done.reply());
    } else if (result instanceof CommandResult.Refused refused) {
      out.number(REFUSED);
      out.name(refused.refusal().reason());
      out.text(refused.refusal().message());
      out.number(refused.refusal().retryAfterSeconds());
    } else if (result instanceof CommandResult.OwnerChanged moved) {
      out.number(MOVED);
      out.text(moved.automationId());
    } else if (result instanceof CommandResult.Unknown unknown) {
      out.number(UNKNOWN);
      out.text(unknown.cause());
    } else if (result instanceof CommandResult.NotStored notStored) {
      out.number(NOT_STORED);
      out.text(notStored.cause());
    } else if (result instanceof CommandResult.Broken broken) {
      out.number(BROKEN);
      out.text(broken.cause());
    } else {
      throw new IllegalStateException("no encoding of result " + result.getClass());
    }
  }

  private static void writeReply(MessageWriter out, Object reply) {
    if (reply instanceof Long id) {
      out.number(ID);
      out.number(id);
    } else if (reply instanceof Ack) {
      out.number(ACK);
    } else if (reply instanceof Resolution resolution) {
      out.number(RESOLUTION);
      DomainCodec.write(out, resolution);
    } else if (reply instanceof StartedResolution started) {
      out.number(STARTED);
      out.optional(started.resolution(), DomainCodec::write);
    } else if (reply instanceof AutomationRecord automation) {
      out.number(RECORD);
      DomainCodec.write(out, automation);
    } else if (reply instanceof BreakerReport report) {
      out.number(REPORT);
      DomainCodec.write(out, report.automation());
      out.number(report.windowCount());
      out.number(report.windowSlices().size());
      report.windowSlices().forEach(out::number);
      out.number(report.pausedCount());
      out.optional(report.running(), DomainCodec::write);
    } else if (reply instanceof LeasedSteps leased) {
      out.number(LEASED);
      StepCodec.write(out, leased);
    } else if (reply instanceof ReportedStep reported) {
      out.number(REPORTED);
      StepCodec.write(out, reported);
    } else {
      throw new IllegalStateException("no encoding of reply " + reply.getClass());
    }
  }

  static CommandResult read(MessageReader in) {
    long kind = in.number();
    if (kind == REFUSED) {
      return new CommandResult.Refused(
          new Refusal(in.name(Refusal.Reason.class), in.text(), (int) in.number()));
    }
    if (kind == MOVED) {
      return new CommandResult.OwnerChanged(in.text());
    }
    if (kind == UNKNOWN) {
      return new CommandResult.Unknown(in.text());
    }
    if (kind == NOT_STORED) {
      return new CommandResult.NotStored(in.text());
    }
    if (kind == BROKEN) {
      return new CommandResult.Broken(in.text());
    }
    return new CommandResult.Done(reply(kind, in));
  }

  private static Object reply(long kind, MessageReader in) {
    if (kind == ID) {
      return in.number();
    }
    if (kind == ACK) {
      return Ack.DONE;
    }
    if (kind == RESOLUTION) {
      return DomainCodec.resolution(in);
    }
    if (kind == STARTED) {
      return new StartedResolution(in.optional(DomainCodec::resolution));
    }
    if (kind == RECORD) {
      return DomainCodec.automationRecord(in);
    }
    if (kind == REPORT) {
      return new BreakerReport(
          DomainCodec.automationRecord(in),
          in.number(),
          numbers(in),
          in.number(),
          in.optional(DomainCodec::resolution));
    }
    if (kind == LEASED) {
      return StepCodec.leasedSteps(in);
    }
    if (kind == REPORTED) {
      return StepCodec.reportedStep(in);
    }
    throw new IllegalArgumentException("unknown result kind " + kind);
  }

  private static List<Long> numbers(MessageReader in) {
    long size = in.number();
    List<Long> numbers = new ArrayList<>();
    for (long i = 0; i < size; i++) {
      numbers.add(in.number());
    }
    return numbers;
  }
}
