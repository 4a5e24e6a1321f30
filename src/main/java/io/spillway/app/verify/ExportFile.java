package io.spillway.app.verify;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.audit.ChainLink;
import io.spillway.domain.audit.ChainRow;
import io.spillway.domain.audit.OcsfEvent;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** Verifies an export of the system log: every line must be as a server wrote it. */
final class ExportFile {
  private final LogVerification verification;

  ExportFile(LogVerification verification) {
    this.verification = verification;
  }

  /**
   * Verifies all lines.
   *
   * @throws IOException if the file cannot be read
   */
  void verify(Path file) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      long count = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        count++;
        verify(line, count);
      }
    }
    verification.end();
  }

  private void verify(String line, long lineNumber) {
    Optional<Exported> exported = Exported.read(line);
    if (exported.isEmpty()) {
      verification.report("line %d is not an exported event".formatted(lineNumber));
      return;
    }
    Exported given = exported.get();
    ChainRow row = given.row();
    verification.row(row, given.link(), given.checkpoint());
    boolean hashMatches =
        given.link().map(tie -> row.hash(tie.previousHash()).equals(tie.hash())).orElse(true);
    // The hash covers what all other members of the line are derived from.
    if (hashMatches && !given.line().equals(line)) {
      verification.report(
          "row %d was changed: its line is not as exported".formatted(row.number()));
    }
  }

  /**
   * An exported event.
   *
   * @param details of the event, as JSON
   */
  private record Exported(
      long number,
      AuditEvent event,
      String details,
      Optional<ChainLink> link,
      Optional<String> checkpoint) {

    /** Reads a line; empty if it is none of an export. */
    static Optional<Exported> read(String line) {
      JsonObject json;
      try {
        json = new JsonObject(line);
      } catch (DecodeException | ClassCastException e) {
        return Optional.empty();
      }
      if (!(json.getValue("metadata") instanceof JsonObject metadata)
          || !(metadata.getValue("uid") instanceof String uid)
          || !(json.getValue("time") instanceof Number time)
          || !(json.getValue("message") instanceof String message)
          || !(json.getValue("unmapped") instanceof JsonObject unmapped)
          || !(unmapped.remove(OcsfEvent.CHAIN) instanceof JsonObject chain)
          || !(chain.getValue("number") instanceof Number number)
          || !(unmapped.remove("event") instanceof String name)
          || !(unmapped.remove("actor") instanceof String actor)) {
        return Optional.empty();
      }
      String automationId = Objects.toString(unmapped.remove("automationId"), "");
      return Arrays.stream(AuditEvent.Kind.values())
          .filter(kind -> kind.wireName().equals(name))
          .findFirst()
          .map(
              kind ->
                  new Exported(
                      number.longValue(),
                      new AuditEvent(
                          uid,
                          kind,
                          Instant.ofEpochMilli(time.longValue()),
                          actor,
                          automationId,
                          message,
                          unmapped.getMap()),
                      unmapped.encode(),
                      linkIn(chain),
                      text(chain, "checkpoint")));
    }

    private static Optional<ChainLink> linkIn(JsonObject chain) {
      return text(chain, "hash")
          .map(hash -> new ChainLink(text(chain, "previousHash").orElse(""), hash));
    }

    private static Optional<String> text(JsonObject json, String name) {
      return json.getValue(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    ChainRow row() {
      return ChainRow.of(number, event, details);
    }

    /** The line that a server writes for this event. */
    String line() {
      return new JsonObject(OcsfEvent.exported(event, number, link, checkpoint)).encode();
    }
  }
}
