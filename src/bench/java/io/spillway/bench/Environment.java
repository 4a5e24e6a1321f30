package io.spillway.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where figures come from.
 *
 * @param machine processors, memory, disk
 * @param jdk vendor and version
 * @param commit of the source
 */
record Environment(String machine, String jdk, String commit) {
  static Environment of(Path work, String commit) {
    return new Environment(
        cpu() + ", " + memory() + ", " + fileSystem(work),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        commit);
  }

  private static String cpu() {
    String model = field(Path.of("/proc/cpuinfo"), "model name");
    return Runtime.getRuntime().availableProcessors()
        + " × "
        + (model.isEmpty() ? System.getProperty("os.arch") : model);
  }

  private static String memory() {
    String total = field(Path.of("/proc/meminfo"), "MemTotal").replace(" kB", "");
    return total.isEmpty() ? "memory unknown" : Long.parseLong(total) / 1_048_576 + " GiB";
  }

  private static String fileSystem(Path work) {
    try {
      return Files.getFileStore(work).type();
    } catch (IOException e) {
      return "disk unknown";
    }
  }

  private static String field(Path file, String name) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  JsonObject json() {
    return new JsonObject().put("machine", machine).put("jdk", jdk).put("commit", commit);
  }

  String text() {
    return "commit " + commit + ", " + machine + ", " + jdk;
  }
}
