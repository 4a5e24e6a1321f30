package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import io.spillway.testing.CapturedLog;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MarkerFactory;
import org.slf4j.event.KeyValuePair;

class LogConfigurationTest {
  private final LoggerContext context = new LoggerContext();

  LogConfigurationTest() {
    context.setMDCAdapter(new LogbackMDCAdapter());
  }

  @Test
  void aTextLineIsOneLineWhateverTheMessageQuotes() {
    apply(LogFormat.TEXT, LogLevel.INFO);

    assertThat(encoded("tripped\nlevel=ERROR forged"))
        .isEqualTo(
            "time=2026-01-02T03:04:05.678Z level=INFO logger=Actor thread=\"eventloop-1\""
                + " msg=\"tripped level=ERROR forged\" automation=\"a1\"\n");
  }

  @Test
  void aStackTraceStaysOnTheLineOfItsEvent() {
    apply(LogFormat.TEXT, LogLevel.INFO);

    LoggingEvent event = event("broke off");
    event.setThrowableProxy(
        new ThrowableProxy(new IllegalStateException("outer", new IllegalArgumentException("in"))));

    assertThat(encoded(event))
        .containsOnlyOnce("\n")
        .endsWith("\n")
        .contains("automation=\"a1\" java.lang.IllegalStateException: outer | at ")
        .contains("Caused by: java.lang.IllegalArgumentException: in | ");
  }

  @ParameterizedTest
  @EnumSource(LogFormat.class)
  void noControlCharacterReachesTheTerminal(LogFormat format) {
    apply(format, LogLevel.INFO);
    String hostile = "a\r\n\u001b[31mb\u001b]0;t\u0007\b\u007fc\u0085\u009b1m\u2028d\u0000";

    LoggingEvent event = event(hostile);
    event.addKeyValuePair(new KeyValuePair("client", hostile));
    event.setThrowableProxy(new ThrowableProxy(new IllegalStateException(hostile)));
    String line = encoded(event);

    assertThat(line).endsWith("\n").contains("[31mb", "java.lang.IllegalStateException");
    // In JSON everything from the space on stands for itself.
    assertThat(line.substring(0, line.length() - 1).chars())
        .noneMatch(
            c ->
                c < ' '
                    || (format == LogFormat.TEXT
                        && (Character.isISOControl(c) || c == 0x2028 || c == 0x2029)));
  }

  @Test
  void aMessageCannotEndItsOwnQuotes() {
    apply(LogFormat.TEXT, LogLevel.INFO);

    assertThat(encoded("a\" level=ERROR msg=\"b")).contains("msg=\"a' level=ERROR msg='b\"");
  }

  @Test
  void aJsonLineIsOneObjectWithTheFormattedMessage() {
    apply(LogFormat.JSON, LogLevel.INFO);

    String line = encoded("tripped\nat 42");

    assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
    JsonObject json = new JsonObject(line);
    assertThat(json.getString("formattedMessage")).isEqualTo("tripped\nat 42");
    assertThat(json.getString("level")).isEqualTo("INFO");
    assertThat(json.getString("loggerName")).isEqualTo("io.spillway.actor.Actor");
    assertThat(json.getLong("timestamp"))
        .isEqualTo(Instant.parse("2026-01-02T03:04:05.678Z").toEpochMilli());
  }

  @Test
  void librariesLogFromWarnOnHoweverMuchIsAskedOfSpillway() {
    apply(LogFormat.TEXT, LogLevel.DEBUG);

    assertThat(context.getLogger("io.spillway.http.Anything").isDebugEnabled()).isTrue();
    assertThat(context.getLogger("com.hazelcast.instance").getEffectiveLevel())
        .isEqualTo(Level.WARN);
    assertThat(context.getLogger("io.vertx.core").getEffectiveLevel()).isEqualTo(Level.WARN);
  }

  @Test
  void librariesAreQuieterIfEverythingIs() {
    apply(LogFormat.TEXT, LogLevel.ERROR);

    assertThat(context.getLogger("io.vertx.core").getEffectiveLevel()).isEqualTo(Level.ERROR);
    assertThat(context.getLogger("io.spillway.http.Anything").isWarnEnabled()).isFalse();
  }

  @Test
  void startAndReadinessAreLoggedAtAnyLevel() {
    apply(LogFormat.TEXT, LogLevel.ERROR);

    assertThat(context.getLogger(NodeLog.class).isInfoEnabled()).isTrue();
    assertThat(context.getLogger(Node.class).isInfoEnabled()).isFalse();
  }

  @Test
  void partitionsThatAreLostWithTheMembersAreNoWarning() {
    apply(LogFormat.TEXT, LogLevel.INFO);
    try (CapturedLog log = CapturedLog.of(context.getLogger(Logger.ROOT_LOGGER_NAME))) {
      Logger partitions =
          context.getLogger("com.hazelcast.internal.partition.impl.MigrationManagerImpl");
      partitions.warn("[127.0.0.1]:5701 [spillway] [5.7.0] partitionId=7 is completely lost!");
      partitions.warn("[127.0.0.1]:5701 [spillway] [5.7.0] a migration failed");

      assertThat(log.lines()).singleElement().asString().endsWith("a migration failed");
    }
  }

  @Test
  void refusedRequestsAreCounted() {
    apply(LogFormat.TEXT, LogLevel.INFO);
    try (CapturedLog log = CapturedLog.of(context.getLogger("io.spillway.api.Anything"))) {
      context
          .getLogger("io.spillway.api.Anything")
          .warn(MarkerFactory.getMarker("something"), "refused");

      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void applyingAgainReplacesWhatWasThere() {
    apply(LogFormat.TEXT, LogLevel.INFO);
    apply(LogFormat.JSON, LogLevel.INFO);

    assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders())
        .toIterable()
        .hasSize(1);
    assertThat(encoded("x")).startsWith("{");
  }

  private void apply(LogFormat format, LogLevel level) {
    LogConfiguration.apply(new Settings.Logging(format, level), context);
  }

  private String encoded(String message) {
    return encoded(event(message));
  }

  private LoggingEvent event(String message) {
    LoggingEvent event = new LoggingEvent();
    event.setLoggerContext(context);
    event.setLoggerName("io.spillway.actor.Actor");
    event.setThreadName("eventloop-1");
    event.setLevel(Level.INFO);
    event.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
    event.setMessage(message);
    event.addKeyValuePair(new KeyValuePair("automation", "a1"));
    return event;
  }

  private String encoded(LoggingEvent event) {
    ConsoleAppender<ILoggingEvent> console =
        (ConsoleAppender<ILoggingEvent>)
            context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console");
    return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
  }
}
