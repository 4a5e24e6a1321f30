package io.spillway.bench;

import io.spillway.testing.JdkTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What another JVM on this machine tells of its memory. */
final class Jcmd {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
  private static final Pattern ALLOCATED = Pattern.compile(" allocated=(\\d+)([BKMG]) ");
  private static final Map<String, Long> UNITS =
      Map.of("B", 1L, "K", 1L << 10, "M", 1L << 20, "G", 1L << 30);

  private Jcmd() {}

  /** Bytes of all live objects, after a collection. */
  static long heap(long pid) {
    String said = ask(pid, "GC.class_histogram");
    Matcher total = TOTAL.matcher(said);
    if (!total.find()) {
      throw new IllegalStateException("jcmd has told no total: " + said);
    }
    return Long.parseLong(total.group(1));
  }

  /**
   * Bytes that its living threads have allocated since they began, each told to three digits or
   * better.
   */
  static long allocated(long pid) {
    Matcher thread = ALLOCATED.matcher(ask(pid, "Thread.print", "-e"));
    long bytes = 0;
    while (thread.find()) {
      bytes += Long.parseLong(thread.group(1)) * UNITS.getOrDefault(thread.group(2), 0L);
    }
    return bytes;
  }

  private static String ask(long pid, String... question) {
    List<String> command = JdkTool.command("jcmd", Long.toString(pid));
    command.addAll(List.of(question));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
