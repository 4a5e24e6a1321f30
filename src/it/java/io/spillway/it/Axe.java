package io.spillway.it;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Looks for what keeps people from using a page.
 *
 * @param script axe-core
 */
record Axe(String script) {
  private static final int MAX_SHOWN = 3;

  static Axe read() {
    try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
      return new Axe(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with what a browser shows, one line for each rule that is broken. */
  List<String> findings(Browser browser, String where) {
    browser.run(script);
    JsonArray violations =
        (JsonArray)
            browser.runAsync(
                "const done = arguments[arguments.length - 1];"
                    + "axe.run(document, {rules: {'target-size': {enabled: true}}})"
                    + ".then(r => done(r.violations), e => done([{id: String(e), nodes: []}]));");
    return violations.stream()
        .map(JsonObject.class::cast)
        .map(found -> where + ": " + found.getString("id") + " " + parts(found))
        .toList();
  }

  private static List<String> parts(JsonObject violation) {
    return violation.getJsonArray("nodes").stream()
        .map(each -> ((JsonObject) each).getValue("html").toString())
        .limit(MAX_SHOWN)
        .toList();
  }
}
