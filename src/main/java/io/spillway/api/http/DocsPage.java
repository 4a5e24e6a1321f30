package io.spillway.api.http;

import io.spillway.api.http.route.BlockingReads;
import io.spillway.api.http.route.Exchange;
import io.spillway.api.http.route.StaticFile;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The page at {@value #PATH} that shows the OpenAPI document: Swagger UI, started by a file of our
 * own, so that the page has no inline script. It loads nothing from other origins. Of the library,
 * only the files that the page names are served.
 */
final class DocsPage {
  static final String PATH = "/docs";

  private static final String OWN = "/docs/";
  private static final String LIBRARY = "/META-INF/resources/webjars/swagger-ui/5.34.1/";
  private static final CharSequence POLICY =
      HttpHeaders.createOptimized(
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
              + " connect-src 'self'; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'");

  /** Its files: their paths, and where they are on the class path. */
  private static final Map<String, String> RESOURCES =
      Map.of(
          PATH,
          OWN + "index.html",
          PATH + "/start.js",
          OWN + "start.js",
          PATH + "/page.css",
          OWN + "page.css",
          PATH + "/swagger-ui.css",
          LIBRARY + "swagger-ui.css",
          PATH + "/swagger-ui-bundle.js",
          LIBRARY + "swagger-ui-bundle.js",
          PATH + "/favicon.png",
          LIBRARY + "favicon-32x32.png");

  private DocsPage() {}

  /** Adds the page and its files to what is served. */
  static void addTo(Router router) {
    for (String path : RESOURCES.keySet()) {
      router.get(path).handler(context -> send(context, path));
    }
  }

  private static void send(RoutingContext context, String path) {
    Exchange.of(context).matched("docs");
    // The first request reads the files.
    BlockingReads.read(context.vertx(), () -> Files.read(path))
        .onFailure(context::fail)
        .onSuccess(
            file -> {
              HttpServerResponse response = context.response();
              if (response.closed()) {
                return;
              }
              response.putHeader("Content-Security-Policy", POLICY);
              file.send(context.request());
            });
  }

  /**
   * Loaded on the first request for one of them: they are large, and most nodes never serve them.
   */
  private static final class Files {
    private static final Map<String, StaticFile> ALL =
        RESOURCES.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Files::file));

    private static StaticFile file(Map.Entry<String, String> source) {
      return StaticFile.named(source.getValue(), StaticFile.resource(source.getValue()));
    }

    static StaticFile read(String path) {
      StaticFile file = ALL.get(path);
      if (file == null) {
        throw new IllegalStateException("no file at " + path);
      }
      return file;
    }
  }
}
