package io.spillway.api.console;

import io.spillway.api.http.route.Mount;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Serves the console: its page at the path of every view, its files below {@value #FILES}. Other
 * paths are left to the rest of the server. Thread-safe.
 */
public final class Console {
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
    return new Console(ConsoleFiles.read())::addTo;
  }

  private void addTo(Router router) {
    for (String view : VIEWS) {
      router.get(view).handler(this::sendPage);
    }
    router.get(FILES + ":digest/*").handler(this::sendFile);
  }

  private void sendPage(RoutingContext context) {
    context
        .response()
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("Cross-Origin-Opener-Policy", "same-origin");
    files.page().send(context.request());
  }

  private void sendFile(RoutingContext context) {
    String directory = FILES + files.digest() + "/";
    String path = context.request().path();
    files
        .named(path.startsWith(directory) ? path.substring(directory.length()) : "")
        .ifPresentOrElse(file -> file.sendImmutable(context.request()), context::next);
  }
}
