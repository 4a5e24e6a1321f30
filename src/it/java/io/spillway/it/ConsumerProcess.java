package io.spillway.it;

import io.spillway.example.Consumer;
import io.spillway.testing.JdkTool;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A finished process of the example consumer.
 *
 * @param exitCode how it ended
 * @param lines what it printed
 * @param errors its standard error
 */
record ConsumerProcess(int exitCode, List<JsonObject> lines, String errors) {
  private static final long SECONDS = 180;

  /**
   * Runs it to its end.
   *
   * @param members addresses of nodes
   * @param secret the file with the secret of the cluster
   * @param clientId in whose name it makes its requests
   */
  static ConsumerProcess run(
      Path directory, String members, Path secret, String clientId, List<String> automationIds) {
    Path output = directory.resolve("consumer.jsonl");
    Path errors = directory.resolve("consumer.err");
    List<String> command = JdkTool.command("java", "-XX:TieredStopAtLevel=1", "-Xmx256m");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(Consumer.class.getName(), "spillway", members, secret.toString(), clientId));
    command.addAll(automationIds);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start();
      try {
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
          throw new AssertionError("the consumer does not end: " + Files.readString(errors));
        }
      } finally {
        process.destroyForcibly();
      }
      return new ConsumerProcess(
          process.exitValue(),
          Files.readAllLines(output).stream().map(JsonObject::new).toList(),
          Files.readString(errors));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the consumer runs", e);
    }
  }

  /** The events of a type about an automation, in the order in which they came. */
  List<JsonObject> events(String type, String automationId) {
    return about(automationId).filter(line -> type.equals(line.getString("type"))).toList();
  }

  /** The replies to its requests to an address about an automation. */
  List<JsonObject> replies(String address, String automationId) {
    return about(automationId).filter(line -> address.equals(line.getString("replyOf"))).toList();
  }

  private Stream<JsonObject> about(String automationId) {
    return lines.stream().filter(line -> automationId.equals(line.getString("automationId")));
  }
}
