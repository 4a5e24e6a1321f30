package io.spillway.chaos.history;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes down what happens: in memory for the rules, and as one JSON object a line in a file for
 * people. Thread-safe.
 */
public final class Journal implements AutoCloseable {
  private final Clock clock;
  private final Writer file;
  private final List<ClientOperation> operations = new ArrayList<>();
  private final List<VersionSample> samples = new ArrayList<>();
  private final List<Recovery> recoveries = new ArrayList<>();
  private final List<ProcessExit> exits = new ArrayList<>();
  private final List<Anomaly> anomalies = new ArrayList<>();

  private Journal(Clock clock, Writer file) {
    this.clock = clock;
    this.file = file;
  }

  /** A journal that also writes into this new file. */
  public static Journal in(Path file, Clock clock) {
    try {
      return new Journal(clock, Files.newBufferedWriter(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The clock of all entries. */
  public Instant now() {
    return clock.instant();
  }

  public synchronized void add(ClientOperation operation) {
    operations.add(operation);
    ClientCall call = operation.call();
    write(
        new JsonObject()
            .put("time", operation.sent().toString())
            .put("millis", Duration.between(operation.sent(), operation.answered()).toMillis())
            .put("client", call.client())
            .put("node", call.node())
            .put("operation", call.kind().name())
            .put("automation", call.automationId())
            .put("key", call.key())
            .put("outcome", operation.reply().outcome().name())
            .put("status", operation.reply().status())
            .put("answer", operation.reply().text()));
  }

  public synchronized void add(VersionSample sample) {
    samples.add(sample);
    write(
        new JsonObject()
            .put("time", sample.at().toString())
            .put("sample", sample.what())
            .put("version", sample.version()));
  }

  public synchronized void add(Recovery recovery) {
    recoveries.add(recovery);
    write(
        new JsonObject()
            .put("time", recovery.from().toString())
            .put("recovery", recovery.fault())
            .put("nodes", recovery.nodes().toString()));
  }

  public synchronized void add(ProcessExit exit) {
    exits.add(exit);
    write(
        new JsonObject()
            .put("time", exit.at().toString())
            .put("ended", exit.node())
            .put("asked", exit.asked())
            .put("exitCode", exit.exitCode()));
  }

  /** A violation. */
  public synchronized void anomaly(String what, String lookAt) {
    Anomaly anomaly = new Anomaly(now(), what, lookAt);
    anomalies.add(anomaly);
    write(new JsonObject().put("time", anomaly.at().toString()).put("trouble", what));
  }

  /** Something to know when reading the file. */
  public synchronized void note(String what) {
    write(new JsonObject().put("time", now().toString()).put("note", what));
  }

  /** The operations up to now, in the order in which they were answered. */
  public synchronized List<ClientOperation> operations() {
    return List.copyOf(operations);
  }

  /** What else was observed up to now. */
  public synchronized Timeline timeline() {
    return new Timeline(
        List.copyOf(samples), List.copyOf(recoveries), List.copyOf(exits), List.copyOf(anomalies));
  }

  private void write(JsonObject line) {
    try {
      file.write(line.encode());
      file.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
