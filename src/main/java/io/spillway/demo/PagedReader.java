package io.spillway.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;

/** Reads all pages of a list. */
final class PagedReader {
  private static final int SIZE = 100;

  private final ApiClient api;

  PagedReader(ApiClient api) {
    this.api = api;
  }

  /**
   * Passes every row of the list to {@code row}, one by one, since all rows with their contexts may
   * not fit into memory.
   */
  void forEach(String path, JsonObject query, Consumer<JsonObject> row)
      throws InterruptedException {
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
