package io.spillway.api.http.route;

import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.Refusals;
import io.spillway.store.AutomationStore.Position;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The page of a query that is requested.
 *
 * @param tokens issues and verifies page tokens
 * @param query the operation and its filters
 * @param size maximum number of rows, 1 to 100
 * @param cursor where the page begins, empty for the first page
 */
public record Paging(PageTokens tokens, String query, int size, Optional<String> cursor) {
  static final int DEFAULT_SIZE = 25;
  static final int MAX_SIZE = 100;

  /**
   * A page of a search.
   *
   * @param filters all that selects rows; the page token is bound to them
   */
  public static Paging of(PageTokens tokens, Fields body, String operation, Object... filters) {
    int size = (int) body.integer("pageSize", 0, Integer.MAX_VALUE);
    return of(tokens, size, body.text("pageToken"), operation, filters);
  }

  /** A page of a list over GET. */
  public static Paging of(
      PageTokens tokens, HttpServerRequest request, String operation, Object... filters) {
    String size = parameter(request, "pageSize", "page_size");
    String token = parameter(request, "pageToken", "page_token");
    return of(tokens, size.isEmpty() ? 0 : number(size), token, operation, filters);
  }

  private static Paging of(
      PageTokens tokens, int size, String token, String operation, Object... filters) {
    String query = operation + List.of(filters);
    int rows = size == 0 ? DEFAULT_SIZE : Math.min(size, MAX_SIZE);
    Optional<String> cursor =
        token.isEmpty() ? Optional.empty() : Optional.of(tokens.cursor(query, token));
    return new Paging(tokens, query, rows, cursor);
  }

  /** The token of the page that begins at {@code cursor}. */
  public String token(String cursor) {
    return tokens.issue(query, cursor);
  }

  /** The number of rows to fetch: one more than the page, to see whether another page follows. */
  public int fetchSize() {
    return size + 1;
  }

  /**
   * The rows of this page.
   *
   * @param read up to {@link #fetchSize} rows
   */
  public <T> List<T> page(List<T> read) {
    return read.subList(0, Math.min(size, read.size()));
  }

  /**
   * The token of the next page, empty if there is none.
   *
   * @param read up to {@link #fetchSize} rows
   * @param cursorOf the cursor of a row
   */
  public <T> String next(List<T> read, Function<T, String> cursorOf) {
    return read.size() <= size ? "" : token(cursorOf.apply(read.get(size - 1)));
  }

  /** The cursor as a position in a list ordered by time. */
  public Optional<Position> position() {
    return cursor.map(
        text -> {
          int end = text.indexOf(' ');
          return new Position(Instant.parse(text.substring(0, end)), text.substring(end + 1));
        });
  }

  /** A position in a list ordered by time as a cursor. */
  public static String cursorOf(Instant at, String id) {
    return at + " " + id;
  }

  private static String parameter(HttpServerRequest request, String camelCase, String snakeCase) {
    String value = request.getParam(camelCase);
    return value != null ? value : request.getParam(snakeCase, "");
  }

  private static int number(String text) {
    try {
      int size = Integer.parseInt(text);
      if (size >= 0) {
        return size;
      }
    } catch (NumberFormatException e) {
      // Refused below, like a negative one.
    }
    throw Refusals.mustBe(
        "pageSize", Refusals.quote(text), "an integer from 0 to " + Integer.MAX_VALUE);
  }
}
