package io.spillway.app.verify;

import io.spillway.api.auth.CheckpointKeys;
import io.spillway.domain.audit.ChainCheck;
import io.spillway.domain.audit.ChainLink;
import io.spillway.domain.audit.ChainPoint;
import io.spillway.domain.audit.ChainRow;
import io.spillway.store.StoreException;
import io.spillway.store.sql.AuditChainReader;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The command {@code verify-log}. */
public final class VerifyLog {
  /** The name of the command. */
  public static final String NAME = "verify-log";

  private static final int INTACT = 0;
  private static final int TAMPERED = 1;
  private static final int REFUSED = 2;

  private VerifyLog() {}

  /**
   * Runs the command.
   *
   * @param out takes what was found
   * @param err takes why nothing could be found
   * @return the exit code. 0: the log is intact; 1: it is not; 2: the command line is invalid, or
   *     the log cannot be read
   */
  public static int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (VerifyOptions.requestHelp(arguments)) {
      out.print(VerifyOptions.help());
      return INTACT;
    }
    try {
      LogVerification verification = verify(VerifyOptions.parse(arguments));
      verification.lines().forEach(out::println);
      return verification.isIntact() ? INTACT : TAMPERED;
    } catch (IllegalArgumentException | StoreException | IOException e) {
      err.println(NAME + ": " + e.getMessage() + "; --help tells what is allowed");
      return REFUSED;
    }
  }

  private static LogVerification verify(VerifyOptions options) throws IOException {
    List<JsonObject> given = new ArrayList<>();
    for (Path file : options.jwks()) {
      given.addAll(keysIn(file));
    }
    if (options.export().isPresent()) {
      return verifyExport(options.export().get(), CheckpointKeys.of(given));
    }
    AuditChainReader reader =
        options
            .data()
            .map(data -> AuditChainReader.ofFile(data.resolve("spillway.db")))
            .orElseGet(() -> AuditChainReader.ofDatabase(options.jdbcUrl().orElseThrow()));
    boolean isGiven = !options.jwks().isEmpty();
    Stored stored = new Stored(isGiven ? Optional.of(given) : Optional.empty());
    reader.read(isGiven ? Optional.empty() : Optional.of(CheckpointKeys.USE), stored);
    return stored.verification();
  }

  private static LogVerification verifyExport(Path file, CheckpointKeys keys) throws IOException {
    LogVerification verification = new LogVerification(ChainCheck.ofPart(), keys);
    try {
      new ExportFile(verification).verify(file);
    } catch (IOException e) {
      throw new IOException("--export is %s, must be a readable file".formatted(file), e);
    }
    if (verification.isIntact() && !verification.hasChain()) {
      throw new IOException("--export is %s, in which no event has a hash".formatted(file));
    }
    return verification;
  }

  private static List<JsonObject> keysIn(Path file) throws IOException {
    try {
      if (new JsonObject(Buffer.buffer(Files.readAllBytes(file))).getValue("keys")
          instanceof JsonArray keys) {
        return keys.stream().map(JsonObject.class::cast).toList();
      }
    } catch (IOException | DecodeException | ClassCastException e) {
      // Refused below, like a file that is no JWK Set.
    }
    throw new IOException("--jwks is %s, must be a file with a JWK Set".formatted(file));
  }

  /** Verifies what is read from a database. */
  private static final class Stored implements AuditChainReader.Visitor {
    private final Optional<List<JsonObject>> given;
    private @Nullable LogVerification verification;

    /**
     * @param given keys to be used instead of those in the database
     */
    Stored(Optional<List<JsonObject>> given) {
      this.given = given;
    }

    @Override
    public void begin(ChainPoint beginning, List<String> keys) {
      List<JsonObject> jwks = given.orElseGet(() -> keys.stream().map(JsonObject::new).toList());
      verification = new LogVerification(ChainCheck.ofLog(beginning), CheckpointKeys.of(jwks));
    }

    @Override
    public void row(ChainRow row, Optional<ChainLink> link, Optional<String> checkpoint) {
      verification().row(row, link, checkpoint);
    }

    @Override
    public void end(ChainPoint end, long lastCheckpoint) {
      verification().end(end, lastCheckpoint);
    }

    LogVerification verification() {
      LogVerification begun = verification;
      if (begun == null) {
        throw new IllegalStateException("nothing was read");
      }
      return begun;
    }
  }
}
