package io.spillway.engine.actor;

import io.spillway.domain.resolution.Resolution;
import java.util.Optional;

/**
 * What was recorded for an {@link AutomationCommand.StartResolution}.
 *
 * @param resolution as recorded, which is carried out from now on; empty if it was a clear and
 *     nothing was paused
 */
public record StartedResolution(Optional<Resolution> resolution) {
  /** A clear while nothing was paused. */
  public static final StartedResolution NONE = new StartedResolution(Optional.empty());

  static StartedResolution of(Resolution resolution) {
    return new StartedResolution(Optional.of(resolution));
  }
}
