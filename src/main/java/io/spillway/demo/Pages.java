package io.spillway.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;

/** Reads a list page by page to its end. */
final class Pages {
  private static final int SIZE = 100;

  private final Api api;

  Pages(Api api) {
    this.api = api;
  }

  /**
   * Hands every row that {@code path} lists for {@code query} to {@code row}, one by one: all of
   * them with their contexts need not fit into memory.
   */
  void each(String path, JsonObject query, Consumer<JsonObject> row) throws InterruptedException {
    String token = "";
    do {
      JsonObject page = api.post(path, query.copy().put("pageSize", SIZE).put("pageToken", token));
      JsonArray list = page.getJsonArray("list", new JsonArray());
      for (int i = 0; i < list.size(); i++) {
        row.accept(list.getJsonObject(i));
      }
      token = page.getString("nextPageToken", "");
    } while (!token.isEmpty());
  }
}
