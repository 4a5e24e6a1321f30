package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.engine.webhook.SecretSealer;
import io.spillway.store.Store;
import io.spillway.store.sql.SqliteStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsKeyTest {
  private final Store store =
      SqliteStore.inMemory("secrets", Clock.systemUTC(), new SimpleMeterRegistry());

  @TempDir Path directory;

  @AfterEach
  void close() {
    store.close();
  }

  private SecretSealer open(Path file) {
    return new SecretsKey(store, file, Clock.systemUTC()).open();
  }

  @Test
  void theFileIsMadeOnceForTheUserOfTheNodeAlone() throws Exception {
    Path file = directory.resolve("secrets-key.json");
    String sealed = open(file).seal("secret", "a");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(open(file).open(sealed, "a")).isEqualTo("secret");
    assertThat(directory).isDirectoryContaining("glob:**secrets-key.json");
    assertThat(directory.resolve("secrets-key.json.new")).doesNotExist();
  }

  @Test
  void anotherKeyIsRefused() throws Exception {
    open(directory.resolve("secrets-key.json"));
    Path other = Files.writeString(directory.resolve("other"), SecretSealer.newKeySet());

    assertThatThrownBy(() -> open(other))
        .isInstanceOf(RefusedStartException.class)
        .hasMessageContaining("--secrets-key-file")
        .hasMessageContaining("is not the key that the secrets in the database are sealed with");
  }

  @Test
  void aNewNodeOfADatabaseWithSecretsIsToldToGetTheFile() {
    open(directory.resolve("secrets-key.json"));

    assertThatThrownBy(() -> open(directory.resolve("missing")))
        .isInstanceOf(RefusedStartException.class)
        .hasMessageContaining("--secrets-key-file")
        .hasMessageContaining("put a copy of the file");
    assertThat(directory.resolve("missing")).doesNotExist();
  }

  @Test
  void aFileWithoutAKeySetIsRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("secrets-key.json"), "{}");

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(RefusedStartException.class)
        .hasMessageContaining("has no key set");
  }
}
