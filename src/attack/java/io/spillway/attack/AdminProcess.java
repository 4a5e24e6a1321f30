package io.spillway.attack;

import io.spillway.harness.ApiCalls;
import io.spillway.harness.ServerApi;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The administrator's work in a JVM of its own: in that of the attackers, its calls would also wait
 * for their garbage collector.
 */
final class AdminProcess implements AutoCloseable {
  private final Process process;

  private AdminProcess(Process process) {
    this.process = process;
  }

  /**
   * Begins to work.
   *
   * @param api of the administrator
   * @param automation has tripped, and pauses what is triggered
   * @param headers sent with each request, names and values in turn
   */
  static AdminProcess start(ServerApi api, String automation, List<String> headers)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-cp"));
    command.add(Objects.requireNonNull(System.getProperty("java.class.path")));
    command.add(AdminProcess.class.getName());
    command.addAll(List.of(api.url().toString(), api.bearer(), automation));
    command.addAll(headers);
    return new AdminProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Works until the standard input ends, and prints how it went. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ServerApi api = ServerApi.withToken(URI.create(arguments[0]), "").withBearer(arguments[1]);
    for (int i = 3; i + 1 < arguments.length; i += 2) {
      api = api.withHeader(arguments[i], arguments[i + 1]);
    }
    AdminWork work = new AdminWork(new ApiCalls(api), arguments[2]);
    Thread working = new Thread(work, "admin");
    working.start();
    System.in.readAllBytes();
    work.end();
    working.join();
    System.out.println(work.report().toJson());
  }

  /** Ends the work after its present round; answers how it went. */
  AdminReport end() throws IOException {
    process.getOutputStream().close();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (printed.isEmpty()) {
      throw new IOException("the process of the administrator ended without a report");
    }
    return AdminReport.of(new JsonObject(printed));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
