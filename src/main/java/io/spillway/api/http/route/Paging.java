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
 * Which page of a query is asked for.
 *
 * @param tokens makes and reads page tokens
 * @param query the operation and its filters
 * @param size at most so many rows, 1 to 100
 * @param cursor where it begins, empty for the first page
 */
public record Paging(PageTokens tokens, String query, int size, Optional<String> cursor) {
  static final int DEFAULT_SIZE = 25;
  static final int MAX_SIZE = 100;

  /**
   * A page of a search.
   *
   * @param filters whatever decides which rows are listed
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

  /** One row more than the page has, to see whether another page follows. */
  public int sizeAndOne() {
    return size + 1;
  }

  /**
   * The rows of this page.
   *
   * @param read up to {@link #sizeAndOne} rows
   */
  public <T> List<T> page(List<T> read) {
    return read.subList(0, Math.min(size, read.size()));
  }

  /**
   * The token of the next page, empty if there is none.
   *
   * @param read up to {@link #sizeAndOne} rows
   * @param cursorOf tells a row's place
   */
  public <T> String next(List<T> read, Function<T, String> cursorOf) {
    return read.size() <= size ? "" : token(cursorOf.apply(read.get(size - 1)));
  }

  /** The cursor as a place in a list ordered by time. */
  public Optional<Position> position() {
    return cursor.map(
        text -> {
          int end = text.indexOf(' ');
          return new Position(Instant.parse(text.substring(0, end)), text.substring(end + 1));
        });
  }

  /** A place in a list ordered by time as a cursor. */
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
    throw Refusals.invalid(
        "pageSize is "
            + Refusals.quote(text)
            + ", allowed is an integer from 0 to "
            + Integer.MAX_VALUE);
  }
}
