package io.spillway.api.http;

import io.spillway.api.http.route.PageTokens;
import io.spillway.domain.resolution.Selection;
import io.spillway.store.SelectionJson;
import io.vertx.core.json.JsonObject;

/**
 * Issues and verifies tokens for a reviewed set of paused executions; clients cannot forge them.
 */
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
                "reviewToken",
                131_072,
                "the reviewToken of a paused/search on the same automation"));
  }

  String issue(String automationId, Selection selection) {
    return tokens.issue(query(automationId), SelectionJson.of(selection).encode());
  }

  /**
   * The set of executions of a token.
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
