package io.spillway.api.http;

import io.spillway.api.http.route.AuthenticatedRoute;
import io.spillway.api.http.route.Exchange;
import io.spillway.api.http.route.RequestAdmission;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/**
 * The fast path of triggers, which bypasses the router. Triggers are most of the traffic, and route
 * matching would cost as much as all other HTTP processing of a trigger.
 *
 * <p>It handles only triggers in plain form: an unencoded id, no query, a valid host. All others go
 * through the router to the same operation, which also refuses malformed ones.
 */
final class TriggerRoute implements Handler<HttpServerRequest> {
  private static final String ID = "id";
  private static final int MAX_ID = 128;

  private final String beforeId;
  private final String afterId;
  private final RequestAdmission admission;
  private final AuthenticatedRoute execute;
  private final Handler<HttpServerRequest> router;

  /**
   * @param path of the operation in the document
   * @param admission of requests
   * @param execute the operation
   * @param router handles all other requests
   */
  TriggerRoute(
      String path,
      RequestAdmission admission,
      AuthenticatedRoute execute,
      Handler<HttpServerRequest> router) {
    String placeholder = "{" + ID + "}";
    int at = path.indexOf(placeholder);
    this.beforeId = path.substring(0, at);
    this.afterId = path.substring(at + placeholder.length());
    this.admission = admission;
    this.execute = execute;
    this.router = router;
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (!isPlainTrigger(request)) {
      router.handle(request);
      return;
    }
    String uri = request.uri();
    String id = uri.substring(beforeId.length(), uri.length() - afterId.length());
    Exchange exchange = admission.start(request);
    if (!exchange.isEnded()) {
      execute.handle(exchange, Map.of(ID, id));
    }
  }

  private boolean isPlainTrigger(HttpServerRequest request) {
    return request.method().equals(HttpMethod.POST)
        && isPlainPath(request.uri())
        && request.authority() != null;
  }

  private boolean isPlainPath(String uri) {
    int end = uri.length() - afterId.length();
    int length = end - beforeId.length();
    boolean plain =
        length >= 1 && length <= MAX_ID && uri.startsWith(beforeId) && uri.endsWith(afterId);
    for (int i = beforeId.length(); i < end && plain; i++) {
      plain = isUnreserved(uri.charAt(i));
    }
    return plain;
  }

  /** Whether a character never needs percent-encoding. */
  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }
}
