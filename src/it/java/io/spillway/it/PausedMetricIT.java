package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.ApiCalls;
import io.spillway.harness.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The metric of paused executions after a restart, when nobody has asked for the automations. */
@Timeout(value = 5 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PausedMetricIT {
  @RegisterExtension final Nodes nodes = Nodes.perTest();
  @TempDir Path directory;

  @Test
  void isRightForTrippedAndForDeletedAutomationsAndWakesNone() throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    ServerProcess before = start(data, "all");
    ApiCalls node = new ApiCalls(before.signIn());
    String tripped = pause(node, 5);
    String deleted = pause(node, 3);
    StoreFaults faults = StoreFaults.refusing(data, deleted, "a fault");
    node.delete(deleted).ok();
    faults.end();
    String resolved = pause(node, 4);
    node.resolve(resolved, ApiCalls.RUN, "").ok();
    before.kill();

    ApiCalls after = new ApiCalls(start(data, "all").signIn());

    await().until(() -> metrics(after).contains(series(tripped, 5)));
    assertThat(metrics(after))
        .contains(series(deleted, 3))
        .contains("spillway_automations_owned 0.0")
        .doesNotContain(resolved);
  }

  @Test
  void namesNoAutomationThatIsNotSet() throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    ServerProcess before = nodes.start(data);
    ApiCalls node = new ApiCalls(before.signIn());
    String named = pause(node, 5);
    String other = pause(node, 3);

    // A trigger is answered before its segment is known, by which the paused are counted.
    await().until(() -> metrics(node).contains(series("others", 8)));
    assertThat(metrics(node)).doesNotContain(named, other);
    before.kill();

    ApiCalls after = new ApiCalls(start(data, named).signIn());
    await().until(() -> metrics(after).contains(series(named, 5)));
    assertThat(metrics(after)).contains(series("others", 3)).doesNotContain(other);
  }

  private ServerProcess start(Path data, String named) {
    return nodes.launch(data, "--port", "0", "--metrics-automations", named).awaitReady();
  }

  private static String series(String automation, int paused) {
    return "spillway_paused{automation=\"" + automation + "\"} " + paused + ".0";
  }

  private static String metrics(ApiCalls node) {
    return node.api().get("/metrics").text();
  }

  /** An automation with so many paused executions. */
  private static String pause(ApiCalls node, int count) {
    String automation = node.create("measured", 1);
    for (int i = 0; i <= count; i++) {
      node.execute(automation).ok();
    }
    return automation;
  }
}
