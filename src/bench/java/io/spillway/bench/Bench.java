package io.spillway.bench;

import io.spillway.harness.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Runs one benchmark and prints what it measured. Started by {@code scripts/bench.sh}. */
final class Bench {
  private static final int EXIT_REFUSED = 2;

  /** Understood by every benchmark. */
  private static final Set<String> COMMON = Set.of("json", "work");

  private static final Map<String, Kind> KINDS =
      Map.of(
          "resolve", new Kind(ResolveBenchmark.FLAGS, ResolveBenchmark::run),
          "trigger", new Kind(TriggerBenchmark.FLAGS, TriggerBenchmark::run),
          "restart", new Kind(RestartBenchmark.FLAGS, RestartBenchmark::run),
          "search", new Kind(SearchBenchmark.FLAGS, SearchBenchmark::run),
          "fairness", new Kind(FairnessBenchmark.FLAGS, FairnessBenchmark::run),
          "memory", new Kind(MemoryBenchmark.FLAGS, MemoryBenchmark::run),
          "cluster", new Kind(ClusterBenchmark.FLAGS, ClusterBenchmark::run),
          "domain", new Kind(DomainRun.FLAGS, DomainRun::run));

  private Bench() {}

  /**
   * A benchmark.
   *
   * @param flags it understands
   * @param body what it does
   */
  private record Kind(Set<String> flags, Body body) {}

  @FunctionalInterface
  private interface Body {
    void run(Report report, Workspace workspace, Options options);
  }

  /** The name of a benchmark, then its flags; ends with 2 if they cannot be used. */
  public static void main(String[] arguments) throws IOException {
    List<String> rest = new ArrayList<>(List.of(arguments));
    String name = rest.remove(0);
    try {
      Kind kind = KINDS.get(name);
      if (kind == null) {
        throw new Options.BadOptionException(
            "there is no benchmark " + name + ", must be one of " + KINDS.keySet());
      }
      Set<String> flags = new HashSet<>(kind.flags());
      flags.addAll(COMMON);
      run(name, kind, Options.read(rest, flags));
    } catch (Options.BadOptionException e) {
      System.err.println("bench.sh: " + e.getMessage());
      System.exit(EXIT_REFUSED);
    }
    System.exit(0);
  }

  private static void run(String name, Kind kind, Options options) throws IOException {
    Path work = options.path("work").orElse(Path.of("target/bench"));
    Files.createDirectories(work);
    Optional<Path> json = options.path("json");
    String commit = Objects.requireNonNullElse(System.getenv("BENCH_COMMIT"), "unknown");
    Report report = new Report(name, Environment.of(work, commit), json);
    Workspace workspace = new Workspace(work);
    try {
      kind.body().run(report, workspace, options);
    } catch (IllegalStateException | UncheckedIOException e) {
      System.err.println(workspace.logs());
      throw e;
    }
    report.print();
  }
}
