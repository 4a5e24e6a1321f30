package io.spillway.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Configures logging: everything to standard output, libraries at WARN and above.
 *
 * <p>Must run before the first use of Vert.x and Hazelcast, which choose their logger when their
 * first class is loaded.
 */
final class LogConfiguration {
  /** Control characters, which move the cursor, end a line or start an escape sequence. */
  private static final String CONTROLS = "[\\p{Cntrl}\\u0080-\\u009F\\u2028\\u2029]+";

  /**
   * An event is one line including its stack trace: a line break in it could forge another event,
   * and an escape sequence could hide one on a terminal.
   */
  private static final String TEXT_LINE =
      "time=%d{\"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'\",UTC} level=%level logger=%logger{0}"
          + " thread=\"%thread\" msg=\"%replace(%replace(%msg){'\\u0022',\"'\"}){'"
          + CONTROLS
          + "',' '}\" %replace(%kvp){'"
          + CONTROLS
          + "',' '}%replace(%replace(%replace(%ex){'[\\r\\n]+\\s*',' | '}){'"
          + CONTROLS
          + "',' '}){'^(?=.)',' '}%nopex%n";

  /** Libraries whose INFO level is noise. */
  private static final List<String> QUIET =
      List.of("com.hazelcast", "com.zaxxer", "io.netty", "io.vertx", "org.flywaydb", "org.sqlite");

  /**
   * Loggers below WARN: the caller reports a failed segment change; a single member is intended;
   * and connections during shutdown are expected.
   */
  private static final Map<String, Level> QUIETER =
      Map.of(
          "com.hazelcast.map.impl.operation",
          Level.OFF,
          "com.hazelcast.instance.impl.Node",
          Level.ERROR,
          "io.netty.bootstrap.ServerBootstrap",
          Level.ERROR);

  private LogConfiguration() {}

  /** Applies {@code logging} to the whole process. */
  static void apply(Settings.Logging logging) {
    route();
    apply(logging, (LoggerContext) LoggerFactory.getILoggerFactory());
  }

  /** Routes Vert.x and Hazelcast to SLF4J, unless configured otherwise. */
  private static void route() {
    setIfAbsent(
        "vertx.logger-delegate-factory-class-name",
        "io.vertx.core.logging.SLF4JLogDelegateFactory");
    setIfAbsent("hazelcast.logging.type", "slf4j");
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Replaces the configuration of {@code context}. */
  static void apply(Settings.Logging logging, LoggerContext context) {
    context.reset();
    Encoder<ILoggingEvent> encoder = logging.format() == LogFormat.JSON ? json() : text(context);
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setName("console");
    console.setEncoder(encoder);
    console.start();

    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    Level level = Level.valueOf(logging.level().name());
    root.setLevel(level);
    root.addAppender(console);
    Level quiet = level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN;
    QUIET.forEach(name -> context.getLogger(name).setLevel(quiet));
    QUIETER.forEach((name, minimum) -> context.getLogger(name).setLevel(minimum));
    boolean isVerbose = Level.INFO.isGreaterOrEqual(level);
    context.getLogger(NodeLog.class).setLevel(isVerbose ? level : Level.INFO);
    add(new RefusedRequestsLog(context, Clock.systemUTC()), context);
    add(new ExpectedWarnings(), context);
  }

  private static void add(TurboFilter filter, LoggerContext context) {
    filter.setContext(context);
    filter.start();
    context.addTurboFilter(filter);
  }

  /** Shows {@code watcher} every exception that is given to a logger, also if it is not logged. */
  static void onLogged(LoggerContext context, Consumer<Throwable> watcher) {
    context.addTurboFilter(
        new TurboFilter() {
          @Override
          public FilterReply decide(
              @Nullable Marker marker,
              Logger logger,
              Level level,
              @Nullable String format,
              Object @Nullable [] arguments,
              @Nullable Throwable thrown) {
            if (thrown != null) {
              watcher.accept(thrown);
            } else if (arguments != null
                && arguments.length > 0
                && arguments[arguments.length - 1] instanceof Throwable last) {
              watcher.accept(last);
            }
            return FilterReply.NEUTRAL;
          }
        });
  }

  private static Encoder<ILoggingEvent> text(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(TEXT_LINE);
    return encoder;
  }

  private static Encoder<ILoggingEvent> json() {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithFormattedMessage(true);
    return encoder;
  }
}
