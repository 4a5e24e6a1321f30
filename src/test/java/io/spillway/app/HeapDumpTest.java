package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A heap dump is as large as the heap and contains secrets, so only an operator turns it on. */
class HeapDumpTest {
  private static final String FLAG = "HeapDumpOnOutOfMemoryError";

  @ParameterizedTest
  @ValueSource(strings = {"scripts", "cluster-config"})
  void nothingThatStartsANodeTurnsItOn(String directory) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(Path.of(directory))) {
      files = all.filter(Files::isRegularFile).toList();
    }

    assertThat(files).isNotEmpty();
    for (Path file : files) {
      assertThat(Files.readString(file)).as("%s", file).doesNotContain(FLAG);
    }
  }

  @Test
  void theDocumentsSayHowToTurnItOnAndWhatItContains() throws IOException {
    assertThat(Files.readString(Path.of("docs", "security.md")))
        .contains("-XX:+" + FLAG, "-XX:HeapDumpPath=", "contexts", "tokens", "keys");
  }
}
