package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.store.UnusableStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryPermissionsTest {
  @TempDir Path root;
  private Path directory;

  @BeforeEach
  void createDirectory() throws IOException {
    directory = Files.createDirectory(root.resolve("data"));
    chmod(directory, "rwx------");
  }

  @Test
  void whatIsPrivateStaysAsItIs() throws Exception {
    Path database = file("spillway.db", "rw-------");
    Path readOnly = file("admin-client.json", "r--------");

    assertThat(DataDirectoryPermissions.tighten(directory)).isEmpty();
    assertThat(modeOf(database)).isEqualTo("rw-------");
    assertThat(modeOf(readOnly)).isEqualTo("r--------");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin-client.json",
        "admin-client.json.new",
        "spillway.db",
        "spillway.db-wal",
        "spillway.db-shm",
        "spillway.lock",
        "java_pid12.hprof"
      })
  void aFileThatEveryUserCanReadBecomesPrivate(String name) throws Exception {
    Path file = file(name, "rw-r--r--");

    assertThat(DataDirectoryPermissions.tighten(directory))
        .singleElement()
        .asString()
        .contains(file.toString(), "was rw-r--r--", "is rw------- now");
    assertThat(modeOf(file)).isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxr-xr-x", "rwxrwxrwx", "rwx-----x"})
  void aDirectoryThatEveryUserCanAccessBecomesPrivate(String mode) throws Exception {
    file("spillway.db", "rw-------");
    Files.createDirectory(directory.resolve("lost+found"));
    chmod(directory, mode);

    assertThat(DataDirectoryPermissions.tighten(directory))
        .singleElement()
        .asString()
        .contains(directory.toString(), "was " + mode, "is rwx------ now");
    assertThat(modeOf(directory)).isEqualTo("rwx------");
  }

  @Test
  void accessOfTheGroupStaysAndIsWarnedOf() throws Exception {
    Path database = file("spillway.db", "rw-rw----");
    chmod(directory, "rwxrwx---");

    assertThat(DataDirectoryPermissions.tighten(directory))
        .hasSize(2)
        .anySatisfy(warning -> assertThat(warning).contains(directory + " is rwxrwx---", "group"))
        .anySatisfy(warning -> assertThat(warning).contains(database + " is rw-rw----", "group"));
    assertThat(modeOf(directory)).isEqualTo("rwxrwx---");
    assertThat(modeOf(database)).isEqualTo("rw-rw----");
  }

  @Test
  void aFileOfAnotherUserThatEveryUserCanReadIsRefused() throws Exception {
    Path file = file("admin-client.json", "rw-r--r--");

    assertThatThrownBy(() -> DataDirectoryPermissions.tighten(directory, path -> false))
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining(file + " is rw-r--r-- and belongs to ")
        .hasMessageContaining("must be accessible by the user of the node only");
    assertThat(modeOf(file)).isEqualTo("rw-r--r--");
  }

  @Test
  void aDirectoryOfAnotherUserThatEveryUserCanWriteIsRefused() throws Exception {
    chmod(directory, "rwxrwxrwx");

    assertThatThrownBy(() -> DataDirectoryPermissions.tighten(directory, path -> false))
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining("data directory " + directory + " is rwxrwxrwx, must be writable by");
    assertThat(modeOf(directory)).isEqualTo("rwxrwxrwx");
  }

  @Test
  void aDirectoryOfAnotherUserThatEveryUserCanOnlyReadIsWarnedOf() throws Exception {
    chmod(directory, "rwxrwxr-x");

    assertThat(DataDirectoryPermissions.tighten(directory, path -> false))
        .singleElement()
        .asString()
        .contains(directory + " is rwxrwxr-x");
  }

  @Test
  void aDirectoryThatIsSharedWithOtherFilesStaysAsItIs() throws Exception {
    Path other = file("notes.txt", "rw-r--r--");
    Path database = file("spillway.db", "rw-r--r--");
    chmod(directory, "rwxr-xr-x");

    assertThat(DataDirectoryPermissions.tighten(directory)).hasSize(2);
    assertThat(modeOf(directory)).isEqualTo("rwxr-xr-x");
    assertThat(modeOf(other)).isEqualTo("rw-r--r--");
    assertThat(modeOf(database)).isEqualTo("rw-------");

    chmod(directory, "rwxrwxrwx");
    assertThatThrownBy(() -> DataDirectoryPermissions.tighten(directory))
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining("choose a directory of its own");
  }

  private Path file(String name, String mode) throws IOException {
    Path file = Files.createFile(directory.resolve(name));
    chmod(file, mode);
    return file;
  }

  private static void chmod(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static String modeOf(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
