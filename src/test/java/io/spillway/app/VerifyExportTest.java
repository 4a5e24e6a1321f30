package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.app.verify.Verified;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a node, and what it exports, verified by the command. */
class VerifyExportTest {
  @TempDir Path directory;
  private List<String> lines;

  @BeforeEach
  void exportTheLogOfANode() throws Exception {
    try (NodeApi api = NodeApi.start(data())) {
      String id = api.tripped();
      api.pause(id, "{\"n\":0.1}", "{\"n\":1}", "{\"n\":2}");
      api.resolve(
          id,
          NodeApi.RUN,
          api.review(id, "{\"contextFilters\":[{\"field\":\"n\",\"equals\":0.10}]}"));
      api.resolve(id, NodeApi.CANCEL, "\"reason\":\"Zoë \\\"quoted\\\" \\u0001 \\u2028\"");
      api.post("/api/v1/clients", "{\"displayName\":\"c\",\"roles\":[\"viewer\"]}");
      lines = export(api);
      Files.writeString(jwks(), api.get("/.well-known/jwks.json").body());
    }
  }

  private Path data() {
    return directory.resolve("data");
  }

  private Path jwks() {
    return directory.resolve("jwks.json");
  }

  private static List<String> export(NodeApi api) {
    return new ArrayList<>(api.get("/api/v1/systemlog/export").body().lines().toList());
  }

  private Verified verifyExport() throws IOException {
    Path file = Files.write(directory.resolve("log.ndjson"), lines);
    return Verified.run(List.of("--export", file.toString(), "--jwks", jwks().toString()));
  }

  private Verified verifyData() {
    return Verified.run(List.of("--data", data().toString()));
  }

  private String rows() {
    return "  rows: %d, from row 1 to row %d".formatted(lines.size(), lines.size());
  }

  private void assertTampered(String problem) throws IOException {
    Verified verified = verifyExport();
    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.lines()).contains("  " + problem);
  }

  @Test
  void theLogAndItsExportAreIntact() throws Exception {
    assertThat(lines.size()).isGreaterThan(5);
    assertThat(verifyExport().lines()).contains("intact", rows());
    assertThat(verifyData().lines()).contains("intact", rows());
  }

  @Test
  void theLogAndAnExportThatGoesOnAreIntactAfterARestart() throws Exception {
    String last =
        new JsonObject(lines.get(lines.size() - 1)).getJsonObject("metadata").getString("uid");
    try (NodeApi api = NodeApi.start(data())) {
      api.tripped();
      List<String> more =
          api.get("/api/v1/systemlog/export?sinceEventUid=" + last).body().lines().toList();
      assertThat(more).isNotEmpty();
      lines.addAll(more);
      assertThat(verifyData().lines()).contains("intact", rows());
    }

    assertThat(verifyExport().lines()).contains("intact", rows());
  }

  @Test
  void aCheckpointIsExportedWithItsRow() throws Exception {
    List<String> whole;
    sql(
        "INSERT INTO audit_checkpoint (number, key_id, signed_at, jws) VALUES (2, 'k', 1,"
            + " 'x.y.z')");
    try (NodeApi api = NodeApi.start(data())) {
      whole = export(api);
    }

    assertThat(chain(whole.get(1)).getString("checkpoint")).isEqualTo("x.y.z");
    lines = whole;
    assertThat(verifyExport().lines().get(1))
        .startsWith("  the checkpoint of row 2 is not valid: it has ");
  }

  private static JsonObject chain(String line) {
    return new JsonObject(line).getJsonObject("unmapped").getJsonObject("chain");
  }

  @Test
  void aChangedLineIsNamed() throws Exception {
    String changed = lines.get(2);
    for (String member : List.of("\"actor\":\"", "\"message\":\"", "\"time\":", "\"uid\":\"")) {
      lines.set(2, changed.replace(member, member + "1"));
      assertTampered("row 3 was changed: its columns do not match its hash");
    }
    for (String member : List.of("\"severity_id\":", "\"activity_id\":", "\"user\":{\"uid\":\"")) {
      assertThat(changed).contains(member);
      lines.set(2, changed.replace(member, member + "1"));
      assertTampered("row 3 was changed: its line is not as exported");
    }
    lines.set(2, changed.substring(0, changed.length() - 1) + ",\"message\":\"m\"}");
    assertThat(verifyExport().code()).isEqualTo(1);
  }

  @Test
  void aRemovedLineIsNamed() throws Exception {
    lines.remove(2);

    assertTampered("row 3 is missing");
  }

  @Test
  void anInsertedLineIsNamed() throws Exception {
    String line = lines.get(2);
    lines.add(line);
    assertTampered("row 3 was inserted or moved: it is after row " + (lines.size() - 1));

    lines.set(lines.size() - 1, "{}");
    assertTampered("line " + lines.size() + " is not an exported event");

    JsonObject forged = new JsonObject(line);
    forged.getJsonObject("unmapped").put("chain", new JsonObject().put("number", lines.size()));
    lines.set(lines.size() - 1, forged.encode());
    assertTampered("row " + lines.size() + " was inserted: it has no hash");
  }

  @Test
  void linesInAnotherOrderAreNamed() throws Exception {
    Collections.swap(lines, 2, 3);

    assertThat(verifyExport().code()).isEqualTo(1);
  }

  @Test
  void aChangeOfTheDatabaseIsFoundInAnExportToo() throws Exception {
    sql("UPDATE audit_event SET actor = 'mallory' WHERE number = 4");
    try (NodeApi api = NodeApi.start(data())) {
      lines = export(api);
    }

    assertTampered("row 4 was changed: its columns do not match its hash");
    assertThat(verifyData().lines())
        .contains("  row 4 was changed: its columns do not match its hash");
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data().resolve("spillway.db"));
        Statement executing = connection.createStatement()) {
      executing.execute(statement);
    }
  }
}
