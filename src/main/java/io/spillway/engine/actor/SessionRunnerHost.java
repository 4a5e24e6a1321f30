package io.spillway.engine.actor;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.RunnerSettings;
import io.spillway.domain.execution.SegmentSummary;
import io.spillway.engine.runner.RunnerHost;
import io.vertx.core.Context;

/**
 * The automation of a session, as its runner sees it.
 *
 * @param session the automation
 * @param load has its state loaded by a task, and the runner told
 */
record SessionRunnerHost(AutomationSession session, Runnable load) implements RunnerHost {
  @Override
  public String automationId() {
    return session.id();
  }

  @Override
  public Context context() {
    return session.context();
  }

  @Override
  public boolean isLoaded() {
    return session.isLoaded();
  }

  @Override
  public void loadLater() {
    load.run();
  }

  @Override
  public RunnerSettings settings() {
    return automation().runner();
  }

  @Override
  public boolean startsSteps() {
    return automation().enabled();
  }

  @Override
  public SegmentSummary known(long segmentId) {
    return session.isLoaded()
        ? session.state().segments().known(segmentId)
        : SegmentSummary.nothingKnownOf(segmentId);
  }

  @Override
  public void onSummary(SegmentSummary summary) {
    session.onSummary(summary);
  }

  private Automation automation() {
    return session.state().record().automation();
  }
}
