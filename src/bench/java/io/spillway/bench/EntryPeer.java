package io.spillway.bench;

import java.util.List;

/** The process of {@link EntryPerExecution}. */
final class EntryPeer implements AutoCloseable {
  private static final String RESOLVED = "resolved ";

  private final ChildProcess process;

  private EntryPeer(ChildProcess process) {
    this.process = process;
  }

  static EntryPeer start(Workspace workspace) {
    ChildProcess process =
        ChildProcess.main(
            EntryPerExecution.class,
            workspace.path("entry-per-execution.log"),
            List.of(
                "-Xmx3g",
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=4",
                "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.management/sun.management=ALL-UNNAMED",
                "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED"));
    process.awaitLine("ready");
    return new EntryPeer(process);
  }

  void fill(int executions, int contextBytes) {
    process.say("fill " + executions + " " + contextBytes);
    process.awaitLine("filled " + executions);
  }

  /** Takes back what was resolved. */
  void pause() {
    process.say("pause");
    process.awaitLine("paused");
  }

  /** Moves all, which must be so many; answers nanoseconds. */
  long resolve(int to, int expected) {
    process.say("resolve " + to);
    String[] answer = process.awaitLine(RESOLVED).substring(RESOLVED.length()).split(" ", -1);
    if (Integer.parseInt(answer[1]) != expected) {
      throw new IllegalStateException("the map moved " + answer[1] + " of " + expected);
    }
    return Long.parseLong(answer[0]);
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.say("quit");
    process.close();
  }
}
