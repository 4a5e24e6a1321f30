package io.spillway.api.console;

import io.spillway.api.http.route.Mount;
import io.spillway.api.http.route.ResponseBodies;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Serves the console: its page at the address of every view, its files below {@value #FILES}.
 * Addresses that are neither are left to the rest of the server. Thread-safe.
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

  private static final CharSequence FOR_GOOD =
      HttpHeaders.createOptimized("public, max-age=31536000, immutable");
  private static final CharSequence ASK_FIRST = HttpHeaders.createOptimized("no-cache");
  private static final CharSequence POLICY =
      HttpHeaders.createOptimized(
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
              + " connect-src 'self'; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'; require-trusted-types-for 'script';"
              + " trusted-types lit-html");

  private final ConsoleFiles files;
  private final String pageTag;

  private Console(ConsoleFiles files) {
    this.files = files;
    this.pageTag = '"' + files.digest() + '"';
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
    HttpServerResponse response = context.response();
    response
        .putHeader(HttpHeaders.CACHE_CONTROL, ASK_FIRST)
        .putHeader(HttpHeaders.ETAG, pageTag)
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin");
    if (pageTag.equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatusCode(304).end();
    } else {
      send(context, files.page());
    }
  }

  private void sendFile(RoutingContext context) {
    String before = FILES + files.digest() + "/";
    String path = context.request().path();
    files
        .named(path.startsWith(before) ? path.substring(before.length()) : "")
        .ifPresentOrElse(
            file -> {
              context.response().putHeader(HttpHeaders.CACHE_CONTROL, FOR_GOOD);
              send(context, file);
            },
            context::next);
  }

  private static void send(RoutingContext context, ConsoleFile file) {
    HttpServerResponse response = context.response();
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, file.contentType())
        .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
        .putHeader("X-Content-Type-Options", "nosniff");
    String accepted = context.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
    boolean gzip = accepted != null && accepted.contains("gzip");
    if (gzip) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    ResponseBodies.end(context.request(), gzip ? file.gzip() : file.plain());
  }
}
