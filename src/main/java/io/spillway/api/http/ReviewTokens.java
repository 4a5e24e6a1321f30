package io.spillway.api.http;

import io.spillway.api.http.route.PageTokens;
import io.spillway.domain.resolution.Selection;
import io.spillway.store.SelectionJson;
import io.vertx.core.json.JsonObject;

/** Makes tokens that stand for a reviewed set of held executions, and that clients cannot make. */
final class ReviewTokens {
  private final PageTokens tokens;

  /**
   * @param key secret bytes, the same on every node
   */
  ReviewTokens(byte[] key) {
    this.tokens =
        new PageTokens(
            key,
            new PageTokens.Kind(
                "reviewToken", 8_192, "the reviewToken of a paused/search on the same automation"));
  }

  String issue(String automationId, Selection selection) {
    return tokens.issue(query(automationId), SelectionJson.of(selection).encode());
  }

  /**
   * The set that a token stands for.
   *
   * @throws io.spillway.domain.automation.RefusedException if it was not issued for this automation
   */
  Selection read(String automationId, String token) {
    return SelectionJson.read(new JsonObject(tokens.cursor(query(automationId), token)));
  }

  private static String query(String automationId) {
    return "review " + automationId;
  }
}
