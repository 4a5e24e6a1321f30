package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.store.UnusableStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryLockTest {
  @TempDir Path directory;

  @Test
  void oneNodeAtATimeHasTheDirectory() {
    DataDirectoryLock first = DataDirectoryLock.on(directory);
    assertThatThrownBy(() -> DataDirectoryLock.on(directory))
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining(directory.toString());
    first.close();
    DataDirectoryLock.on(directory).close();
  }

  @Test
  void aFileIsUsedByOneNodeAtATimeWhateverItsName() throws IOException {
    Path one = database("one");
    Files.createFile(one);
    Path other = Files.createSymbolicLink(database("other"), one);
    Path third = Files.createSymbolicLink(database("third"), other);
    for (Path first : List.of(one, other, third)) {
      DataDirectoryLock taken = lock(first);
      for (Path second : List.of(one, other, third)) {
        if (!second.equals(first)) {
          assertThatThrownBy(() -> lock(second))
              .isInstanceOf(UnusableStoreException.class)
              .hasMessageContaining("is in use by another node");
        }
      }
      taken.close();
    }
  }

  @Test
  void saysWhichFileIsInUse() throws IOException {
    Path one = database("one");
    Files.createFile(one);
    Path other = Files.createSymbolicLink(database("other"), one);
    DataDirectoryLock taken = lock(one);
    assertThatThrownBy(() -> lock(other))
        .hasMessageContaining("the file " + one + ", to which " + other + " links, is in use");
    taken.close();
  }

  @Test
  void filesInOneDirectoryAreUsedByOneNodeEach() throws IOException {
    Path shared = Files.createDirectory(directory.resolve("shared"));
    // The second is yet to be created by its node.
    Files.createFile(shared.resolve("a.db"));
    Path one = Files.createSymbolicLink(database("one"), shared.resolve("a.db"));
    Path other = Files.createSymbolicLink(database("other"), Path.of("../shared/b.db"));
    Path third = Files.createSymbolicLink(database("third"), shared.resolve("b.db"));

    DataDirectoryLock first = lock(one);
    DataDirectoryLock second = lock(other);
    assertThatThrownBy(() -> lock(third)).isInstanceOf(UnusableStoreException.class);
    first.close();
    second.close();
  }

  private Path database(String data) throws IOException {
    return Files.createDirectory(directory.resolve(data)).resolve("spillway.db");
  }

  private static DataDirectoryLock lock(Path database) {
    return DataDirectoryLock.on(
        Objects.requireNonNull(database.toAbsolutePath().getParent()), database);
  }
}
