package io.spillway.engine.actor;

import io.spillway.domain.resolution.FailedSegment;
import io.spillway.domain.resolution.Failure;
import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.ResolutionProgress;
import java.util.List;

/**
 * What a resolution did when all its segments have been visited; not durable yet.
 *
 * @param resolution with its final counts
 * @param failures the first executions that it could not move
 * @param failedSegments every segment with such executions
 */
record ResolutionResult(
    Resolution resolution, List<Failure> failures, List<FailedSegment> failedSegments) {
  ResolutionResult {
    failures = List.copyOf(failures);
    failedSegments = List.copyOf(failedSegments);
  }

  static ResolutionResult of(ResolutionProgress progress) {
    return new ResolutionResult(
        progress.resolution(), progress.failures(), progress.failedSegments());
  }
}
