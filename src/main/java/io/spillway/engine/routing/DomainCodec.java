package io.spillway.engine.routing;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.RunnerSettings;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.breaker.Trip;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.Resolution;
import io.spillway.store.AutomationRecord;
import io.spillway.store.RequestKey;
import io.spillway.store.SelectionJson;
import java.time.Instant;

/** Encodes the domain objects in commands and replies between nodes: their fields in order. */
final class DomainCodec {
  private DomainCodec() {}

  static void write(MessageWriter out, Automation automation) {
    out.text(automation.id());
    out.text(automation.profile().displayName());
    out.text(automation.profile().description());
    out.text(automation.profile().appId());
    out.flag(automation.enabled());
    out.flag(automation.draft());
    Automation.Document document = automation.document();
    out.text(document.steps());
    out.text(document.draftSteps());
    out.text(document.triggers());
    out.text(document.draftTriggers());
    out.text(document.context());
    out.texts(automation.annotations());
    out.number(automation.limit().max());
    out.name(automation.limit().period());
    write(out, automation.runner());
    out.number(automation.version());
    out.instant(automation.createdAt());
    out.optional(automation.deletedAt(), MessageWriter::instant);
  }

  static Automation automation(MessageReader in) {
    return new Automation(
        in.text(),
        new Automation.Profile(in.text(), in.text(), in.text()),
        in.flag(),
        in.flag(),
        new Automation.Document(in.text(), in.text(), in.text(), in.text(), in.text()),
        in.texts(),
        new BreakerLimit(in.number(), in.name(BreakerPeriod.class)),
        runner(in),
        Math.toIntExact(in.number()),
        in.instant(),
        in.optional(MessageReader::instant));
  }

  private static void write(MessageWriter out, RunnerSettings runner) {
    out.name(runner.mode());
    out.number(runner.maxConcurrent());
    out.number(runner.maxPerSecond());
  }

  private static RunnerSettings runner(MessageReader in) {
    return new RunnerSettings(
        in.name(RunnerSettings.Mode.class),
        Math.toIntExact(in.number()),
        Math.toIntExact(in.number()));
  }

  static void write(MessageWriter out, RunnerSettings.Change change) {
    out.optional(change.mode(), MessageWriter::name);
    out.optional(change.maxConcurrent().map(Long::valueOf), MessageWriter::number);
    out.optional(change.maxPerSecond().map(Long::valueOf), MessageWriter::number);
  }

  static RunnerSettings.Change runnerChange(MessageReader in) {
    return new RunnerSettings.Change(
        in.optional(mode -> mode.name(RunnerSettings.Mode.class)),
        in.optional(MessageReader::number).map(Math::toIntExact),
        in.optional(MessageReader::number).map(Math::toIntExact));
  }

  static void write(MessageWriter out, AutomationRecord automation) {
    write(out, automation.automation());
    write(out, automation.breaker());
    out.optional(automation.lastExecutedAt(), MessageWriter::instant);
    out.number(automation.revision());
    out.number(automation.epoch());
  }

  static AutomationRecord automationRecord(MessageReader in) {
    return new AutomationRecord(
        automation(in), breaker(in), in.optional(MessageReader::instant), in.number(), in.number());
  }

  private static void write(MessageWriter out, BreakerState breaker) {
    out.number(breaker.generation());
    out.instant(breaker.windowStartedAt());
    out.flag(breaker instanceof BreakerState.Tripped);
    if (breaker instanceof BreakerState.Tripped tripped) {
      out.number(tripped.trip().observedCount());
      out.number(tripped.trip().threshold());
      out.name(tripped.trip().period());
      out.instant(tripped.trip().trippedAt());
    }
  }

  private static BreakerState breaker(MessageReader in) {
    int generation = Math.toIntExact(in.number());
    Instant windowStartedAt = in.instant();
    return in.flag()
        ? new BreakerState.Tripped(
            generation,
            windowStartedAt,
            new Trip(in.number(), in.number(), in.name(BreakerPeriod.class), in.instant()))
        : new BreakerState.Closed(generation, windowStartedAt);
  }

  static void write(MessageWriter out, RequestKey key) {
    out.text(key.id());
    out.text(key.content());
  }

  static RequestKey requestKey(MessageReader in) {
    return new RequestKey(in.text(), in.text());
  }

  static void write(MessageWriter out, Resolution.Order order) {
    out.name(order.decision());
    out.text(order.reason());
    out.text(order.actor());
    out.text(SelectionJson.scopeOf(order));
  }

  static Resolution.Order order(MessageReader in) {
    return SelectionJson.order(in.name(Decision.class), in.text(), in.text(), in.text());
  }

  static void write(MessageWriter out, Resolution resolution) {
    out.text(resolution.id());
    out.text(resolution.automationId());
    write(out, resolution.order());
    out.number(resolution.throughGeneration());
    out.number(resolution.total());
    out.number(resolution.counts().paused());
    out.number(resolution.counts().errored());
    out.instant(resolution.startedAt());
    out.optional(resolution.finishedAt(), MessageWriter::instant);
  }

  static Resolution resolution(MessageReader in) {
    return new Resolution(
        in.text(),
        in.text(),
        order(in),
        Math.toIntExact(in.number()),
        in.number(),
        new Resolution.Counts(in.number(), in.number()),
        in.instant(),
        in.optional(MessageReader::instant));
  }
}
