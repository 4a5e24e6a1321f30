package io.spillway.engine.actor;

import io.spillway.domain.automation.Refusal;
import io.spillway.domain.execution.Slots;
import io.spillway.domain.resolution.Selection;
import io.spillway.engine.search.PausedSet;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The executions of a selection, looked up.
 *
 * <p>The lookup takes long, so it runs beside the tasks of the actor; what has changed since then
 * is checked within the task that needs it.
 *
 * @param selection as it was reviewed
 * @param found those of its executions that are still paused
 * @param versions of all segments before the lookup
 */
record MatchedSelection(Selection selection, PausedSet found, Map<Long, Long> versions) {

  /** Looks the executions up. The automation must be loaded. */
  static Future<MatchedSelection> of(AutomationSession session, Selection selection) {
    Map<Long, Long> versions = session.state().segments().versions();
    return session
        .findPaused(selection)
        .map(found -> new MatchedSelection(selection, found, versions));
  }

  /** Fails with a refusal unless everything that was reviewed is still paused. Within a task. */
  Future<Void> requireUnchanged(AutomationSession session) {
    int generation = session.state().breaker().state().generation();
    SegmentIndex segments = session.state().segments();
    List<Future<Long>> missing = new ArrayList<>();
    found
        .bySegment()
        .forEach(
            (segmentId, slots) -> {
              if (segments.known(segmentId).version() != versions.getOrDefault(segmentId, -1L)) {
                missing.add(missing(session, segmentId, slots, generation));
              }
            });
    return Future.all(missing)
        .compose(
            counted -> {
              long paused = found.count() - missing.stream().mapToLong(Future::result).sum();
              return paused == selection.count()
                  ? Future.succeededFuture()
                  : Future.failedFuture(refusal(paused).asException());
            });
  }

  private static Future<Long> missing(
      AutomationSession session, long segmentId, Slots slots, int generation) {
    return Future.fromCompletionStage(
            session.shared().segments().readPaused(segmentId, generation), session.context())
        .map(paused -> (long) slots.count() - paused.among(slots).length);
  }

  private Refusal refusal(long paused) {
    String given =
        selection
            .filter()
            .retryOf()
            .map(resolutionId -> "retryOf is resolution " + resolutionId + ", which left ")
            .orElse("reviewToken is for ");
    return new Refusal(
        Refusal.Reason.FAILED_PRECONDITION,
        given
            + selection.count()
            + " paused executions, of which "
            + paused
            + " are still paused: "
            + (selection.filter().retryOf().isPresent() ? "try again" : "review them again"));
  }
}
