package io.spillway.attack;

import io.spillway.harness.ApiCalls;
import io.spillway.harness.ServerApi;
import io.spillway.testing.JdkTool;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The administrator's work in a JVM of its own: in that of the attackers, its calls would also wait
 * for their garbage collector.
 */
final class AdminProcess implements AutoCloseable {
  private static final String STARTED = "started";

  private final Process process;
  private final BufferedReader printed;

  private AdminProcess(Process process) {
    this.process = process;
    printed = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Begins to work. Returns when it is warm.
   *
   * @param api of the administrator
   * @param automation has tripped, and pauses what is triggered
   * @param headers sent with each request, names and values in turn
   */
  static AdminProcess start(ServerApi api, String automation, List<String> headers)
      throws IOException {
    List<String> command =
        JdkTool.command("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-cp");
    command.add(Objects.requireNonNull(System.getProperty("java.class.path")));
    command.add(AdminProcess.class.getName());
    command.addAll(List.of(api.url().toString(), api.bearer(), automation));
    command.addAll(headers);
    AdminProcess admin =
        new AdminProcess(
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    admin.awaitLine();
    return admin;
  }

  /** Works until the standard input ends, and prints how it went. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ServerApi api = ServerApi.withToken(URI.create(arguments[0]), "").withBearer(arguments[1]);
    for (int i = 3; i + 1 < arguments.length; i += 2) {
      api = api.withHeader(arguments[i], arguments[i + 1]);
    }
    AdminWork work = new AdminWork(new ApiCalls(api), arguments[2]);
    work.warmUp();
    System.out.println(STARTED);
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
    return AdminReport.of(new JsonObject(awaitLine()));
  }

  private String awaitLine() throws IOException {
    String line = printed.readLine();
    if (line == null) {
      throw new IOException("the process of the administrator has ended");
    }
    return line;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
