package io.spillway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * How long each thread of a JVM has run on a processor, as Linux tells it (see
 * proc_pid_schedstat(5) and the kernel's sched-stats), but for those that compile: they work for as
 * long as a JVM is young, so what they take tells its age and not what the work costs.
 */
final class ProcessorTimes {
  private static final double NANOS_A_SECOND = 1e9;

  /** Linux keeps 15 characters of a name. */
  private static final String COMPILER = "C[12] CompilerThre.*";

  private final Map<String, Long> nanosOfThreads;

  private ProcessorTimes(Map<String, Long> nanosOfThreads) {
    this.nanosOfThreads = nanosOfThreads;
  }

  /** Of the process with this pid, now. */
  static ProcessorTimes of(long pid) {
    Map<String, Long> nanos = new HashMap<>();
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path thread : threads) {
        read(thread, nanos);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ProcessorTimes(nanos);
  }

  private static void read(Path thread, Map<String, Long> nanos) throws IOException {
    try {
      if (!Files.readString(thread.resolve("comm")).strip().matches(COMPILER)) {
        String times = Files.readString(thread.resolve("schedstat"));
        String onProcessor = times.substring(0, times.indexOf(' '));
        nanos.put(thread.getFileName().toString(), Long.parseLong(onProcessor));
      }
    } catch (IOException e) {
      if (Files.exists(thread)) {
        throw e;
      }
      // It has ended since the threads were listed.
    }
  }

  /** Seconds since an earlier look, without those of threads that have ended meanwhile. */
  double secondsSince(ProcessorTimes earlier) {
    return nanosOfThreads.entrySet().stream()
            .mapToLong(
                thread ->
                    thread.getValue() - earlier.nanosOfThreads.getOrDefault(thread.getKey(), 0L))
            .sum()
        / NANOS_A_SECOND;
  }
}
