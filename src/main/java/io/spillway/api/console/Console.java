package io.spillway.api.console;

import io.spillway.api.http.route.Mount;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Serves the console: its page at the path of every view, its files below {@value #FILES}. Other
 * paths are left to the rest of the server; where that has nothing for a browser either, the page
 * says so. Thread-safe.
 */
public final class Console implements Mount {
  static final String FILES = "/console/";

  private static final List<String> VIEWS =
      List.of(
          "/",
          "/sign-in",
          "/signed-in",
          "/automations",
          "/automations/:id",
          "/automations/:id/review",
          "/automations/:id/resolutions/:resolutionId",
          "/executions",
          "/executions/:id",
          "/log",
          "/cluster",
          "/clients");

  /** Below these a program is at work, not a person. */
  private static final List<String> NOT_FOR_PEOPLE =
      List.of("/api/", "/auth/", "/.well-known/", "/health", "/metrics", "/openapi", FILES);

  private static final CharSequence POLICY =
      HttpHeaders.createOptimized(
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
              + " connect-src 'self'; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'; require-trusted-types-for 'script';"
              + " trusted-types lit-html");

  private final ConsoleFiles files;

  private Console(ConsoleFiles files) {
    this.files = files;
  }

  /** Reads the files, and serves them at every instance of the server. Blocks. */
  public static Mount mount() {
    return new Console(ConsoleFiles.read());
  }

  @Override
  public void addTo(Router router) {
    for (String view : VIEWS) {
      router.get(view).handler(this::sendPage);
    }
    router.get(FILES + ":digest/*").handler(this::sendFile);
  }

  @Override
  public boolean respondToUnknown(RoutingContext context) {
    HttpServerRequest request = context.request();
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    boolean isRead =
        request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    if (!isRead
        || accept == null
        || !accept.contains("text/html")
        || NOT_FOR_PEOPLE.stream().anyMatch(request.path()::startsWith)) {
      return false;
    }
    secured(context);
    files.page().sendWithStatus(404, request);
    return true;
  }

  private void sendPage(RoutingContext context) {
    secured(context);
    files.page().send(context.request());
  }

  private static void secured(RoutingContext context) {
    context
        .response()
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("Cross-Origin-Opener-Policy", "same-origin");
  }

  private void sendFile(RoutingContext context) {
    String directory = FILES + files.digest() + "/";
    String path = context.request().path();
    files
        .named(path.startsWith(directory) ? path.substring(directory.length()) : "")
        .ifPresentOrElse(file -> file.sendImmutable(context.request()), context::next);
  }
}
