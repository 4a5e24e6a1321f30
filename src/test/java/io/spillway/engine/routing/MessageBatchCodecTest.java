package io.spillway.engine.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.AutomationPatch;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RunnerSettings;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.breaker.Trip;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.StepError;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.PausedFilter;
import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.Selection;
import io.spillway.engine.actor.Ack;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.BreakerReport;
import io.spillway.engine.actor.Operation;
import io.spillway.engine.actor.StartedResolution;
import io.spillway.engine.job.LeasedStep;
import io.spillway.engine.job.LeasedSteps;
import io.spillway.engine.job.ReportedStep;
import io.spillway.engine.job.StepReport;
import io.spillway.engine.routing.CommandResult.Done;
import io.spillway.store.AutomationRecord;
import io.spillway.store.RequestKey;
import io.spillway.testing.APatch;
import io.spillway.testing.ActorGenerator;
import io.vertx.core.buffer.Buffer;
import java.lang.reflect.ParameterizedType;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageBatchCodecTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.123456789Z");
  private static final Automation AUTOMATION =
      new Automation(
          "a1",
          new Automation.Profile("Übung", "a description", "app"),
          true,
          false,
          new Automation.Document("[1]", "[2]", "[3]", "[4]", "{\"x\":\"😀\"}"),
          Map.of("k", "v", "l", ""),
          new BreakerLimit(4_294_967_295L, BreakerPeriod.MONTH),
          new RunnerSettings(RunnerSettings.Mode.BUILT_IN, 10_000, 100_000),
          7,
          NOW,
          Optional.of(NOW.plusSeconds(1)));
  private static final Resolution.Order ORDER =
      new Resolution.Order(Decision.CANCEL, "a reason", "somebody");
  private static final Resolution.Order PART =
      new Resolution.Order(
          Decision.RUN,
          "",
          "somebody",
          Optional.of(
              new Selection(
                  new PausedFilter(Optional.of(NOW), Optional.empty(), Map.of("a", "1")),
                  4_096,
                  2)));
  private static final byte[] CONTEXT = {0, 1, -1, 127, -128};
  private static final RequestKey KEY = new RequestKey("key", "content");
  private static final Resolution RUNNING =
      new Resolution(
          "r1", "a1", ORDER, 3, 1_000_000, new Resolution.Counts(5, 2), NOW, Optional.empty());
  private static final AutomationRecord RECORD =
      new AutomationRecord(
          AUTOMATION,
          new BreakerState.Tripped(2, NOW, new Trip(11, 10, BreakerPeriod.HOUR, NOW)),
          Optional.of(NOW),
          42,
          9);

  static Stream<AutomationCommand<?>> commands() {
    return Stream.of(
        new AutomationCommand.Execute(CONTEXT, "somebody", Optional.empty()),
        new AutomationCommand.Execute(CONTEXT, "somebody", Optional.of(KEY)),
        new AutomationCommand.ResolvePaused(ORDER, "r1", Optional.empty()),
        new AutomationCommand.ResolvePaused(ORDER, "r1", Optional.of(KEY)),
        new AutomationCommand.ResolvePaused(PART, "r1", Optional.empty()),
        new AutomationCommand.StartResolution(
            new AutomationCommand.ResolvePaused(PART, "r1", Optional.of(KEY)), false),
        new AutomationCommand.StartResolution(
            new AutomationCommand.ResolvePaused(ORDER, "r1", Optional.empty()), true),
        new AutomationCommand.ClearBreaker("somebody", "a reason"),
        new AutomationCommand.Create(AUTOMATION, "somebody"),
        new AutomationCommand.Update(patchOfAll(), "somebody"),
        new AutomationCommand.Update(patchOfNothing(), "somebody"),
        new AutomationCommand.Delete("somebody", "r2"),
        new AutomationCommand.MoveExecution(1L << 52, ExecutionState.TERMINATE, "somebody"),
        new AutomationCommand.RetryExecution(1L << 52, "somebody"),
        new AutomationCommand.DescribeBreaker(),
        new AutomationCommand.ResumeResolutions(),
        new AutomationCommand.LeaseSteps(
            Set.of("ticket", "callFunction/f1"), "w-1", 256, Duration.ofHours(24)),
        report(new StepReport.Complete(CONTEXT)),
        report(
            new StepReport.Fail(
                new StepError("BAD", "it broke", 503),
                Optional.of(Duration.ofMillis(1_500)),
                true)),
        report(new StepReport.Fail(StepError.of("BAD", ""), Optional.empty(), false)),
        report(new StepReport.Extend(Duration.ofSeconds(30))),
        report(new StepReport.Release()));
  }

  private static AutomationCommand.ReportStep report(StepReport report) {
    return new AutomationCommand.ReportStep(1L << 52, 1_023, Integer.MAX_VALUE, "w-1", report);
  }

  static Stream<CommandResult> results() {
    return Stream.of(
        new CommandResult.Done(1L << 52),
        new CommandResult.Done(LeasedSteps.NONE),
        new CommandResult.Done(
            new LeasedSteps(
                List.of(
                    new LeasedStep(1L << 52, 7, 2, "open", "ticket", 3, 4, 12, 5, CONTEXT, CONTEXT),
                    new LeasedStep(1, 1, 0, "", "t", 1, 1, 12, 6, new byte[0], new byte[0])))),
        new CommandResult.Done(
            new ReportedStep(ReportedStep.Outcome.ACCEPTED, 1_700_000_000_123L, "")),
        new CommandResult.Done(ReportedStep.refused(ReportedStep.Outcome.STALE, "handed out anew")),
        new CommandResult.Done(Ack.DONE),
        new CommandResult.Done(RUNNING),
        new CommandResult.Done(new StartedResolution(Optional.of(RUNNING))),
        new CommandResult.Done(StartedResolution.NONE),
        new CommandResult.Done(RUNNING.finished(new Resolution.Counts(8, 0), NOW)),
        new CommandResult.Done(RECORD),
        new CommandResult.Done(
            new BreakerReport(RECORD, 1, List.of(0L, 1L), 2, Optional.of(RUNNING))),
        new CommandResult.Done(new BreakerReport(RECORD, 1, List.of(), 2, Optional.empty())),
        new CommandResult.Refused(new Refusal(Refusal.Reason.NOT_FOUND, "there is none")),
        new CommandResult.Refused(
            new Refusal(Refusal.Reason.RESOURCE_EXHAUSTED, "tomorrow", 86_400)),
        new CommandResult.OwnerChanged("a1"),
        new CommandResult.Unknown("the connection broke"),
        new CommandResult.NotStored("the disk is full"),
        new CommandResult.Broken("null"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandArrivesAsItWasSent(AutomationCommand<?> command) {
    MessageBatch.CommandMessage<?> message =
        new MessageBatch.CommandMessage<>(3, "a1", command, new Operation(77, true));

    assertThat(sent(message).commands())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(message);
  }

  @Provide
  Arbitrary<String> actors() {
    return ActorGenerator.actors();
  }

  @Property
  void aTriggerNamesItsActor(@ForAll("actors") String first, @ForAll("actors") String second) {
    MessageBatchCodec.Writer writer = new MessageBatchCodec.Writer("n1");
    for (String actor : List.of(first, second, first)) {
      writer.add(
          new MessageBatch.CommandMessage<>(
              1, "a", new AutomationCommand.Execute(CONTEXT, actor), Operation.ONCE));
    }

    assertThat(MessageBatchCodec.read(writer.message()).commands())
        .extracting(message -> ((AutomationCommand.Execute) message.command()).actor())
        .containsExactly(first, second, first);
  }

  @Test
  void anActorThatIsTooLongIsRefused() {
    assertThatThrownBy(() -> new AutomationCommand.Execute(CONTEXT, "x".repeat(1_025)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("actor has 1025 characters, must have at most 1024");
  }

  @Test
  void everyCommandHasASample() {
    assertThat(commands().map(Object::getClass).distinct())
        .containsExactlyInAnyOrder(AutomationCommand.class.getPermittedSubclasses());
  }

  @Test
  void everyResultHasASample() {
    assertThat(results().map(Object::getClass).distinct())
        .containsExactlyInAnyOrder(CommandResult.class.getPermittedSubclasses());
  }

  /** The reply types, as declared by the commands. */
  @Test
  void everyReplyTypeHasASample() {
    assertThat(
            results()
                .filter(Done.class::isInstance)
                .<Class<?>>map(done -> ((Done) done).reply().getClass()))
        .containsAll(
            Stream.of(AutomationCommand.class.getPermittedSubclasses())
                .<Class<?>>map(MessageBatchCodecTest::replyType)
                .toList());
  }

  private static Class<?> replyType(Class<?> command) {
    ParameterizedType type = (ParameterizedType) command.getGenericInterfaces()[0];
    return (Class<?>) type.getActualTypeArguments()[0];
  }

  @ParameterizedTest
  @MethodSource("results")
  void aResultArrivesAsItWasSent(CommandResult result) {
    MessageBatchCodec.Writer writer = new MessageBatchCodec.Writer("n1");
    writer.add(new MessageBatch.ReplyMessage(5, result));

    assertThat(MessageBatchCodec.read(writer.message()))
        .usingRecursiveComparison()
        .isEqualTo(
            new MessageBatch("n1", List.of(), List.of(new MessageBatch.ReplyMessage(5, result))));
  }

  @Test
  void manyItemsKeepTheirOrder() {
    MessageBatchCodec.Writer writer = new MessageBatchCodec.Writer("n1");
    for (int number = 0; number < 3; number++) {
      writer.add(
          new MessageBatch.CommandMessage<>(
              number, "a", new AutomationCommand.DescribeBreaker(), Operation.ONCE));
      writer.add(new MessageBatch.ReplyMessage(number, new CommandResult.Done((long) number)));
    }

    MessageBatch batch = MessageBatchCodec.read(writer.message());

    assertThat(batch.commands())
        .extracting(MessageBatch.CommandMessage::number)
        .containsExactly(0L, 1L, 2L);
    assertThat(batch.replies())
        .extracting(MessageBatch.ReplyMessage::number)
        .containsExactly(0L, 1L, 2L);
  }

  @Test
  void formatSevenIsReadAsItWasWritten() {
    String written =
        "0000000000000007000000026e31000000000000000100000000000000070000000261310000"
            + "000000000009010000000000000003000000026d6500000003776879000000000000000100000000"
            + "000000080000000261320000000000000000000000000000000001000000027b7d00000003616461"
            + "01000000036b657900000007636f6e74656e74000000000000000200000000000000080000000000"
            + "00000b0000000000001000";

    MessageBatch batch = MessageBatchCodec.read(Buffer.buffer(HexFormat.of().parseHex(written)));

    assertThat(batch.sender()).isEqualTo("n1");
    assertThat(batch.commands())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(
            new MessageBatch.CommandMessage<>(
                7, "a1", new AutomationCommand.ClearBreaker("me", "why"), new Operation(9, true)),
            new MessageBatch.CommandMessage<>(
                8,
                "a2",
                new AutomationCommand.Execute(new byte[] {'{', '}'}, "ada", Optional.of(KEY)),
                Operation.ONCE));
    assertThat(batch.replies())
        .containsExactly(new MessageBatch.ReplyMessage(8, new CommandResult.Done(4_096L)));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 8})
  void anotherFormatIsRefused(long format) {
    MessageWriter out = new MessageWriter();
    out.number(format);

    assertThatThrownBy(() -> MessageBatchCodec.read(out.message()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("format of the message batch is " + format + ", must be 7");
  }

  @Test
  void aMessageThatIsCutShortIsRefused() {
    MessageBatchCodec.Writer writer = new MessageBatchCodec.Writer("n1");
    writer.add(new MessageBatch.ReplyMessage(5, new CommandResult.OwnerChanged("a1")));
    Buffer whole = writer.message();

    assertThatThrownBy(() -> MessageBatchCodec.read(whole.getBuffer(0, whole.length() - 1)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static MessageBatch sent(MessageBatch.CommandMessage<?> command) {
    MessageBatchCodec.Writer writer = new MessageBatchCodec.Writer("n1");
    writer.add(command);
    return MessageBatchCodec.read(writer.message());
  }

  private static AutomationPatch patchOfAll() {
    return new AutomationPatch(
        Optional.of("name"),
        Optional.of(""),
        Optional.of("app"),
        Optional.of(false),
        Optional.of(true),
        Optional.of("[1]"),
        Optional.of("[2]"),
        Optional.of("[3]"),
        Optional.of("[4]"),
        Optional.of("{}"),
        Optional.of(Map.of("k", "v")),
        Optional.of(12L),
        Optional.of(BreakerPeriod.WEEK),
        Optional.of(
            new RunnerSettings.Change(
                Optional.of(RunnerSettings.Mode.EXTERNAL), Optional.of(5), Optional.empty())));
  }

  private static AutomationPatch patchOfNothing() {
    return APatch.of().build();
  }
}
