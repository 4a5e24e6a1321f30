package io.spillway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ProcessorTimesTest {
  private static final Duration WORK = Duration.ofMillis(50);

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  @Test
  void growsByWhatAThreadWorks() {
    long pid = ProcessHandle.current().pid();
    ProcessorTimes before = ProcessorTimes.of(pid);

    long end = threads.getCurrentThreadCpuTime() + WORK.toNanos();
    while (threads.getCurrentThreadCpuTime() < end) {
      Thread.onSpinWait();
    }

    assertThat(ProcessorTimes.of(pid).secondsSince(before))
        .isGreaterThanOrEqualTo(WORK.toMillis() / 1e3);
  }

  @Test
  void hasNothingToTellOfNobody() {
    assertThatThrownBy(() -> ProcessorTimes.of(Integer.MAX_VALUE))
        .hasRootCauseInstanceOf(NoSuchFileException.class);
  }
}
