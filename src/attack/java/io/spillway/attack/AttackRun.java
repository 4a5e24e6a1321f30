package io.spillway.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Attacks a node, or a cluster, in each of several ways, while an administrator works. Ends with 0
 * if the node and the administrator went on, with 1 if not, with 2 if the command line cannot be
 * used.
 */
public final class AttackRun {
  private final AttackOptions options;
  private final List<String> findings = new ArrayList<>();

  private AttackRun(AttackOptions options) {
    this.options = options;
  }

  /** See {@code scripts/attack.sh --help}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    AttackOptions options;
    try {
      options = AttackOptions.parse(List.of(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println("attack.sh: " + e.getMessage() + "; see --help");
      System.exit(2);
      return;
    }
    AttackRun run = new AttackRun(options);
    for (Attack attack : options.attacks()) {
      run.carryOut(attack);
    }
    run.findings.forEach(finding -> System.out.println("FOUND: " + finding));
    System.out.println(run.findings.isEmpty() ? "The node went on." : "The node did not go on.");
    System.exit(run.findings.isEmpty() ? 0 : 1);
  }

  private void carryOut(Attack attack) throws IOException, InterruptedException {
    Path home = Files.createDirectory(options.work().resolve(attack.flag()));
    try (AttackedNodes nodes = AttackedNodes.start(attack, home, options.heap())) {
      Target target = Target.of(nodes);
      String automation = target.tripped("work");
      Attack.Step step = attack.prepare(target);
      LongAdder steps = new LongAdder();
      try (AdminProcess admin =
          AdminProcess.start(target.admin().api(), automation, attack.administratorHeaders())) {
        under(attack, step, steps);
        report(attack, nodes, admin.end(), steps.sum());
      }
    }
  }

  private void under(Attack attack, Attack.Step step, LongAdder steps) throws InterruptedException {
    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(attack.threads());
    for (int i = 0; i < attack.threads(); i++) {
      threads.execute(
          () -> {
            while (!ended.get()) {
              repeat(step, steps);
            }
          });
    }
    TimeUnit.SECONDS.sleep(options.seconds());
    ended.set(true);
    threads.shutdownNow();
    if (!threads.awaitTermination(Duration.ofMinutes(3).toSeconds(), TimeUnit.SECONDS)) {
      findings.add(attack.flag() + ": requests of the attack got no answer within three minutes");
    }
  }

  /** That a request is refused, or its connection closed, is what the attacker may get. */
  private static void repeat(Attack.Step step, LongAdder steps) {
    try {
      step.run();
      steps.increment();
    } catch (IOException | UncheckedIOException | CompletionException e) {
      Thread.onSpinWait();
    } catch (AssertionError e) {
      if (!Thread.currentThread().isInterrupted()) {
        throw e;
      }
    }
  }

  private void report(Attack attack, AttackedNodes nodes, AdminReport admin, long steps) {
    long p99 = admin.p99Millis();
    System.out.printf(
        "%-18s %6d attacks, %4d calls of the administrator, p99 %4d ms, slowest %s, %d failed%n",
        attack.flag(), steps, admin.calls(), p99, admin.slowest(), admin.failures().size());
    nodes.problem().ifPresent(problem -> findings.add(attack.flag() + ": " + problem));
    admin.failures().stream()
        .limit(3)
        .forEach(failure -> findings.add(attack.flag() + ": " + failure));
    if (options.maxP99Millis() > 0 && p99 > options.maxP99Millis()) {
      findings.add(
          attack.flag()
              + ": p99 of the administrator's calls is "
              + p99
              + " ms, must be at most "
              + options.maxP99Millis());
    }
  }
}
