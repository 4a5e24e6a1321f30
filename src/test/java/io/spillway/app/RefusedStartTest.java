package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.testing.JdkTool;
import io.spillway.testing.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the process prints when it cannot start as it is configured. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RefusedStartTest {
  @TempDir Path directory;

  @Test
  void aDatabaseOutOfReachIsOneLineThatNamesTheSetting() throws Exception {
    String url = "jdbc:postgresql://127.0.0.1:" + Ports.free() + "/db?user=u&password=open-sesame";

    assertThat(start(List.of(), "--store", "postgres", "--jdbc-url", url))
        .singleElement()
        .asString()
        .contains("the node does not start: --jdbc-url: 127.0.0.1:")
        .contains("refuses connections")
        .doesNotContain("open-sesame");
  }

  @Test
  void aMissingTemporaryDirectoryIsOneLineThatNamesTheProperty() throws Exception {
    Path missing = directory.resolve("missing");

    for (String store : List.of("sqlite", "memory")) {
      assertThat(start(List.of("-Djava.io.tmpdir=" + missing), "--store", store))
          .singleElement()
          .asString()
          .contains("the node does not start: the temporary directory " + missing)
          .contains("-Djava.io.tmpdir");
    }
  }

  @Test
  void aDirectoryInUseIsOneLineThatNamesIt() throws Exception {
    DataDirectoryLock taken = DataDirectoryLock.on(directory);
    assertThat(start(List.of()))
        .singleElement()
        .asString()
        .contains("the node does not start: data directory " + directory + " is in use");
    taken.close();
  }

  @Test
  void aPortInUseIsOneLineThatNamesTheSetting() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      assertThat(start(List.of(), "--port", port))
          .singleElement()
          .asString()
          .contains("the node does not start: --port: 127.0.0.1:" + port + " is in use");
      assertThat(directory).isEmptyDirectory();
    }
  }

  /** Starts a node that must fail, and returns its errors and what follows them. */
  private List<String> start(List<String> options, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = JdkTool.command("java");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("--data", directory.toString()));
    command.addAll(List.of(arguments));
    if (!command.contains("--port")) {
      command.addAll(List.of("--port", "0"));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.startsWith("WARNING: "))
            .dropWhile(line -> !line.contains("ERROR"))
            .toList();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    return lines;
  }
}
