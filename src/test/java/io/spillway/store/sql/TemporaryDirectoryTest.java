package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.store.UnusableStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryDirectoryTest {
  private static final String PROPERTY = "java.io.tmpdir";

  @TempDir Path directory;

  @Test
  void acceptsADirectoryThatAllowsPrograms() throws IOException {
    TemporaryDirectory.check();
    TemporaryDirectory.check(directory, PROPERTY, Files::exists);
    assertEmpty();
  }

  @Test
  void refusesADirectoryThatAllowsNoPrograms() throws IOException {
    assertRefused(directory, "allows no programs, as if mounted noexec");
    assertEmpty();
  }

  @Test
  void refusesADirectoryThatIsMissingOrReadOnly() {
    assertRefused(directory.resolve("missing"), "is no directory");
    // Where not even root can create a file.
    assertRefused(Path.of("/proc/self"), "is not writable");
  }

  private static void assertRefused(Path directory, String found) {
    assertThatThrownBy(() -> TemporaryDirectory.check(directory, PROPERTY, any -> false))
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining("the temporary directory " + directory + " (-Djava.io.tmpdir) ")
        .hasMessageContaining(found)
        .hasMessageContaining("-Dorg.sqlite.tmpdir=DIRECTORY");
  }

  private void assertEmpty() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }
}
