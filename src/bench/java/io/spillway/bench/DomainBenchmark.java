package io.spillway.bench;

import io.spillway.domain.breaker.Admission;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.breaker.CircuitBreaker;
import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.execution.SegmentCodec;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The plain-Java steps that a trigger and a resolve are made of, by JMH. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DomainBenchmark {
  private static final long START_MILLIS = 1_760_000_000_000L;
  private static final int EXACT = 50_000;
  private static final int EACH_MILLI = 10;

  private final Segment paused =
      Segment.empty(1, "automation")
          .append(new AppendBatch(0, 0, ExecutionIds.SLOTS, 1, START_MILLIS));
  private final CircuitBreaker breaker =
      CircuitBreaker.empty(
          new BreakerLimit(EXACT, BreakerPeriod.HOUR),
          BreakerState.initial(Instant.ofEpochMilli(START_MILLIS)));
  private long arrivals;

  /** One trigger through the window: time goes on so fast that the window never fills. */
  @Benchmark
  public Admission admit() {
    arrivals++;
    Instant now = Instant.ofEpochMilli(START_MILLIS + arrivals * 3_600 / EACH_MILLI);
    Admission plan = breaker.plan(1, now);
    breaker.commit(plan);
    return plan;
  }

  /** 1,024 paused executions become PENDING. */
  @Benchmark
  public Segment flipSegment() {
    return paused.resolve("resolution", 1, ExecutionState.PENDING, START_MILLIS + 1).segment();
  }

  /** 1,024 executions become the bytes that are stored. */
  @Benchmark
  public byte[] encodeSegment() {
    return SegmentCodec.encode(paused);
  }
}
