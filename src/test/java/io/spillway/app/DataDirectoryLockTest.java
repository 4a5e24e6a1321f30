package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryLockTest {
  @TempDir Path directory;

  @Test
  void oneNodeAtATimeHasTheDirectory() {
    DataDirectoryLock first = DataDirectoryLock.on(directory);
    assertThatThrownBy(() -> DataDirectoryLock.on(directory))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(directory.toString());
    first.close();
    DataDirectoryLock.on(directory).close();
  }
}
