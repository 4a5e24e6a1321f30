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
 * The executions of a selection, found where they are. Finding them takes long, so it goes on
 * beside the turns of the actor; what has changed since is looked at within the turn that needs
 * them.
 *
 * @param selection as it was reviewed
 * @param found what is still held of it
 * @param versions of all segments before it was looked for
 */
record MatchedSelection(Selection selection, PausedSet found, Map<Long, Long> versions) {

  /** Looks for the executions. Begins with the state as it is now. */
  static Future<MatchedSelection> of(AutomationSession owned, Selection selection) {
    Map<Long, Long> versions = owned.state().book().versions();
    return owned.held(selection).map(found -> new MatchedSelection(selection, found, versions));
  }

  /** Fails with a refusal unless all that was reviewed is held now. Within a turn. */
  Future<Void> requireHeld(AutomationSession owned) {
    int generation = owned.state().breaker().state().generation();
    SegmentIndex book = owned.state().book();
    List<Future<Long>> gone = new ArrayList<>();
    found
        .bySegment()
        .forEach(
            (segmentId, slots) -> {
              if (book.known(segmentId).version() != versions.getOrDefault(segmentId, -1L)) {
                gone.add(gone(owned, segmentId, slots, generation));
              }
            });
    return Future.all(gone)
        .compose(
            counted -> {
              long missing = gone.stream().mapToLong(Future::result).sum();
              long held = found.count() - missing;
              return held == selection.count()
                  ? Future.succeededFuture()
                  : Future.failedFuture(refusal(held).asException());
            });
  }

  private static Future<Long> gone(
      AutomationSession owned, long segmentId, Slots slots, int generation) {
    return Future.fromCompletionStage(
            owned.shared().segments().readPaused(segmentId, generation), owned.context())
        .map(paused -> (long) slots.count() - paused.among(slots).length);
  }

  private Refusal refusal(long held) {
    return new Refusal(
        Refusal.Reason.FAILED_PRECONDITION,
        "reviewToken is for "
            + selection.count()
            + " paused executions, of which "
            + held
            + " are still held: review them again");
  }
}
