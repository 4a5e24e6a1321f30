package io.spillway.api.http;

import io.spillway.api.http.route.Exchange;
import io.spillway.api.http.route.OperationRoute;
import io.spillway.api.http.route.RequestAdmission;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/**
 * Takes triggers past the router. They are most of what a server gets, and finding their route
 * would cost as much as all else that HTTP asks of them.
 *
 * <p>It takes a trigger only if it is written in the plain way: the id unencoded, no query, a valid
 * host. The router has the same operation for all others, and says what is wrong with those that
 * are malformed.
 */
final class TriggerRoute implements Handler<HttpServerRequest> {
  private static final String ID = "id";
  private static final int MAX_ID = 128;

  private final String beforeId;
  private final String afterId;
  private final RequestAdmission admission;
  private final OperationRoute execute;
  private final Handler<HttpServerRequest> router;

  /**
   * @param path of triggers, as the document has it
   * @param admission lets them in
   * @param execute the operation
   * @param router takes all other requests
   */
  TriggerRoute(
      String path,
      RequestAdmission admission,
      OperationRoute execute,
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
    Exchange exchange = admission.begin(request);
    if (exchange.isAdmitted()) {
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

  /** Whether a character stands for itself, wherever it is in a path. */
  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }
}
