package io.spillway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.resolution.Decision;
import io.spillway.resolution.Resolution;
import java.io.IOException;

/** A resolution as the API has it. */
final class ResolutionJson {
  static final EnumNames<Decision> DECISIONS =
      new EnumNames<>(Decision.class, "PAUSED_EXECUTION_DECISION_");
  static final String RUNNING = "RUNNING";
  static final String DONE = "DONE";

  private ResolutionJson() {}

  /** The members of a resolution. */
  static void write(JsonGenerator out, Resolution resolution) throws IOException {
    Resolution.Order order = resolution.order();
    out.writeStringField("resolutionId", resolution.id());
    out.writeStringField("automationId", resolution.automationId());
    out.writeStringField("decision", DECISIONS.nameOf(order.decision()));
    out.writeStringField("reason", order.reason());
    out.writeStringField("actor", order.actor());
    out.writeStringField("state", resolution.isDone() ? DONE : RUNNING);
    out.writeNumberField("total", resolution.total());
    out.writeNumberField("pausedCount", resolution.counts().paused());
    out.writeNumberField("erroredCount", resolution.counts().errored());
    JsonText.timestamp(out, "startedAt", resolution.startedAt());
    if (resolution.finishedAt().isPresent()) {
      JsonText.timestamp(out, "finishedAt", resolution.finishedAt().get());
    }
  }
}
