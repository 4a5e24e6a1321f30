package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLockTest {
  @TempDir Path directory;

  @Test
  void oneNodeAtATimeHasTheDirectory() {
    DataLock first = DataLock.on(directory);
    assertThatThrownBy(() -> DataLock.on(directory))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(directory.toString());
    first.close();
    DataLock.on(directory).close();
  }
}
