package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.api.auth.AccessRecorder;
import io.spillway.api.auth.AuthSettings;
import io.spillway.api.auth.Authentication;
import io.spillway.api.auth.TrustedProxies;
import io.spillway.store.Store;
import io.spillway.store.sql.SqliteStore;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstClientTest {
  private static final AuthSettings SETTINGS =
      new AuthSettings(
          "http://localhost:8080",
          "http://localhost:8080/api",
          "localhost",
          Set.of(),
          Duration.ofHours(1),
          Duration.ofDays(30));

  private final Vertx vertx = Vertx.vertx();
  private final Store store =
      SqliteStore.inMemory("first-client", Clock.systemUTC(), new SimpleMeterRegistry());

  @TempDir Path directory;
  private Path file;
  private Path marker;
  private FirstClient client;

  @BeforeEach
  void open() {
    file = directory.resolve("admin-client.json");
    marker = directory.resolve("admin-client.json.unfinished");
    Authentication authentication =
        Authentication.open(
                vertx,
                store.identity(),
                SETTINGS,
                new AccessRecorder(store.auditLog(), TrustedProxies.NONE, Clock.systemUTC()),
                Clock.systemUTC(),
                () -> Duration.ZERO)
            .await();
    client = new FirstClient(store.identity(), authentication.registration(), file);
  }

  @AfterEach
  void close() {
    vertx.close().await();
    store.close();
  }

  @Test
  void writesTheCredentialsForTheOwnerOnly() throws Exception {
    assertThat(client.createIfNeeded()).isTrue();

    assertWritten();
    assertThat(store.identity().hasClients()).isTrue();
  }

  @Test
  void createsNoSecondClient() throws Exception {
    client.createIfNeeded();
    String written = Files.readString(file);

    assertThat(client.createIfNeeded()).isFalse();

    assertThat(file).hasContent(written);
  }

  @Test
  void aFileThatExistsIsNotOverwritten() throws Exception {
    Files.writeString(file, "precious");

    assertRefused("a file");

    assertThat(file).hasContent("precious");
  }

  @Test
  void aSymbolicLinkIsNotFollowed() throws Exception {
    Path target = Files.writeString(directory.resolve("target"), "precious");
    Files.createSymbolicLink(file, target);

    assertRefused("a symbolic link");

    assertThat(target).hasContent("precious");
  }

  @Test
  void aDanglingSymbolicLinkIsNotFollowed() throws Exception {
    Path target = directory.resolve("target");
    Files.createSymbolicLink(file, target);

    assertRefused("a symbolic link");

    assertThat(target).doesNotExist();
  }

  @Test
  void aDirectoryIsLeftInPlace() throws Exception {
    Files.createDirectory(file);

    assertRefused("a directory");

    assertThat(file).isDirectory();
  }

  @Test
  void theMarkerHasAnotherClientCreatedAndTheFileReplaced() throws Exception {
    client.createIfNeeded();
    String first = Files.readString(file);
    touch(marker);

    assertThat(client.createIfNeeded()).isTrue();

    assertWritten();
    assertThat(Files.readString(file)).isNotEqualTo(first);
  }

  @Test
  void aStartThatWasInterruptedBeforeTheFileWasCompleteIsRepeated() throws Exception {
    client.createIfNeeded();
    touch(marker);
    Files.writeString(file, "{\"clientId\"");

    assertThat(client.createIfNeeded()).isTrue();

    assertWritten();
  }

  @Test
  void theMarkerReplacesNoSymbolicLinkAndNoDirectory() throws Exception {
    Path target = Files.writeString(directory.resolve("target"), "precious");
    touch(marker);
    Files.createSymbolicLink(file, target);
    assertRefused("a symbolic link", "must be a regular file");
    Files.delete(file);
    Files.createDirectory(file);
    assertRefused("a directory", "must be a regular file");

    assertThat(target).hasContent("precious");
    assertThat(store.identity().hasClients()).isFalse();
  }

  /** As the shell does, readable for all. */
  private static void touch(Path path) throws IOException {
    Files.createFile(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private void assertRefused(String... found) {
    assertThatThrownBy(client::createIfNeeded)
        .isInstanceOf(RefusedStartException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(found)
        .hasMessageContaining("move it away");
    assertThat(store.identity().hasClients()).isFalse();
    assertThat(Files.exists(directory.resolve("admin-client.json.new"), LinkOption.NOFOLLOW_LINKS))
        .isFalse();
  }

  private void assertWritten() throws IOException {
    assertThat(new JsonObject(Files.readString(file)).fieldNames())
        .containsExactly("clientId", "clientSecret", "clientKey");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(directory).isDirectoryContaining(path -> path.equals(file));
    assertThat(directory.toFile().list()).containsExactly("admin-client.json");
  }
}
