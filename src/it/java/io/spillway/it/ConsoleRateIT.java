package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How fast a decision is said to be carried out: the module of the console, in a real browser. */
@Timeout(value = 10 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsoleRateIT {
  @RegisterExtension static final Nodes NODES = Nodes.perClass();
  @RegisterExtension static final Browsers BROWSERS = new Browsers();
  @TempDir Path directory;
  private Browser browser;

  @BeforeEach
  void open() {
    browser = BROWSERS.start();
    ConsoleNode.start(NODES, directory.resolve("data")).signIn(browser, "/");
  }

  @Test
  void nothingIsSaidBeforeThereIsASpanToSpeakOf() {
    assertThat(rates("[[0, 0]]")).containsExactly((Object) null);
    // A burst of events that arrive together.
    assertThat(rates("[[0, 0], [35000, 1], [70000, 2], [1000000, 1999]]"))
        .containsExactly(null, null, null, null);
    // Nothing happens.
    assertThat(rates("[[5, 0], [5, 60000]]")).containsExactly(null, null);
  }

  @Test
  void itIsThatOfTheLastSeconds() {
    assertThat(rates("[[0, 0], [1000, 1000], [2000, 2000], [4000, 4000]]"))
        .containsExactly(null, null, 1000, 1000);
    assertThat(rates("[[0, 0], [1000, 10000], [3000, 30000], [3500, 35000]]"))
        .containsExactly(null, 100, 100, 100);
  }

  @Test
  void aFinishedDecisionThatTookAMomentHasNone() {
    assertThat(
            run("return [rateOver(35000, 1, 1000), rateOver(0, 5000), rateOver(3000, 1500, 1000)]"))
        .containsExactly(null, null, 2000);
  }

  /** The rates after each sample of what is done, and when. */
  private JsonArray rates(String samples) {
    return run(
        "const meter = rateMeter();"
            + "return "
            + samples
            + ".map(([done, at]) => { meter.add(done, at); return meter.rate(); })");
  }

  private JsonArray run(String script) {
    return (JsonArray)
        browser.runAsync(
            "const done = arguments[arguments.length - 1];"
                + "const main = document.querySelector('script[type=module]').src;"
                + "import(main.replace('main.js', 'app/rate.js'))"
                + ".then(({ rateMeter, rateOver }) => done((() => {"
                + script
                + "})()), e => done([String(e)]));");
  }
}
