package io.spillway.routing;

import io.spillway.actor.Ack;
import io.spillway.actor.BreakerReport;
import io.spillway.automation.Refusal;
import io.spillway.resolution.Resolution;
import io.spillway.store.AutomationRecord;
import java.util.ArrayList;
import java.util.List;

/** The form of outcomes between nodes: their kind and what they tell. */
final class OutcomeForm {
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

  private OutcomeForm() {}

  static void write(WireOut out, Outcome outcome) {
    if (outcome instanceof Outcome.Done done) {
      writeReply(out, done.reply());
    } else if (outcome instanceof Outcome.Refused refused) {
      out.number(REFUSED);
      out.name(refused.refusal().reason());
      out.text(refused.refusal().message());
    } else if (outcome instanceof Outcome.Moved moved) {
      out.number(MOVED);
      out.text(moved.automationId());
    } else if (outcome instanceof Outcome.Unknown unknown) {
      out.number(UNKNOWN);
      out.text(unknown.cause());
    } else if (outcome instanceof Outcome.NotStored notStored) {
      out.number(NOT_STORED);
      out.text(notStored.cause());
    } else if (outcome instanceof Outcome.Broken broken) {
      out.number(BROKEN);
      out.text(broken.cause());
    }
  }

  private static void writeReply(WireOut out, Object reply) {
    if (reply instanceof Long id) {
      out.number(ID);
      out.number(id);
    } else if (reply instanceof Ack) {
      out.number(ACK);
    } else if (reply instanceof Resolution resolution) {
      out.number(RESOLUTION);
      DomainForm.write(out, resolution);
    } else if (reply instanceof AutomationRecord automation) {
      out.number(RECORD);
      DomainForm.write(out, automation);
    } else if (reply instanceof BreakerReport report) {
      out.number(REPORT);
      DomainForm.write(out, report.automation());
      out.number(report.windowCount());
      out.number(report.windowSlices().size());
      report.windowSlices().forEach(out::number);
      out.number(report.pausedCount());
      out.optional(report.running(), DomainForm::write);
    } else {
      throw new IllegalStateException("a reply of " + reply.getClass());
    }
  }

  static Outcome read(WireIn in) {
    long kind = in.number();
    if (kind == REFUSED) {
      return new Outcome.Refused(new Refusal(in.name(Refusal.Reason.class), in.text()));
    }
    if (kind == MOVED) {
      return new Outcome.Moved(in.text());
    }
    if (kind == UNKNOWN) {
      return new Outcome.Unknown(in.text());
    }
    if (kind == NOT_STORED) {
      return new Outcome.NotStored(in.text());
    }
    if (kind == BROKEN) {
      return new Outcome.Broken(in.text());
    }
    return new Outcome.Done(reply(kind, in));
  }

  private static Object reply(long kind, WireIn in) {
    if (kind == ID) {
      return in.number();
    }
    if (kind == ACK) {
      return Ack.DONE;
    }
    if (kind == RESOLUTION) {
      return DomainForm.resolution(in);
    }
    if (kind == RECORD) {
      return DomainForm.automationRecord(in);
    }
    if (kind == REPORT) {
      return new BreakerReport(
          DomainForm.automationRecord(in),
          in.number(),
          in.format() < 3 ? List.of() : numbers(in),
          in.number(),
          in.optional(DomainForm::resolution));
    }
    throw new IllegalArgumentException("an outcome of kind " + kind);
  }

  private static List<Long> numbers(WireIn in) {
    long size = in.number();
    List<Long> numbers = new ArrayList<>();
    for (long i = 0; i < size; i++) {
      numbers.add(in.number());
    }
    return numbers;
  }
}
