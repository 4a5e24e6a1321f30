package io.spillway.api.http;

import io.spillway.api.http.route.BlockingReads;
import io.spillway.api.http.route.Exchange;
import io.spillway.api.http.route.StaticFile;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The page at {@value #PATH} that shows the OpenAPI document: Swagger UI, started by a file of our
 * own, so that the page has no inline script. It asks for nothing from elsewhere. Of the library,
 * only what the page names is served.
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
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";

  /** Where the files of the page are on the class path, and their types. */
  private static final Map<String, Source> SOURCES =
      Map.of(
          PATH,
          new Source(OWN + "index.html", "text/html; charset=utf-8"),
          PATH + "/start.js",
          new Source(OWN + "start.js", SCRIPT),
          PATH + "/page.css",
          new Source(OWN + "page.css", STYLE),
          PATH + "/swagger-ui.css",
          new Source(LIBRARY + "swagger-ui.css", STYLE),
          PATH + "/swagger-ui-bundle.js",
          new Source(LIBRARY + "swagger-ui-bundle.js", SCRIPT),
          PATH + "/favicon.png",
          new Source(LIBRARY + "favicon-32x32.png", "image/png"));

  private DocsPage() {}

  /** Adds the page and its files to what is served. */
  static void addTo(Router router) {
    for (String path : SOURCES.keySet()) {
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
   * A file on the class path.
   *
   * @param resource its name there
   * @param contentType of the file
   */
  private record Source(String resource, String contentType) {
    StaticFile read() {
      try (InputStream in = DocsPage.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IllegalStateException("there is no " + resource + " on the class path");
        }
        return new StaticFile(contentType, in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The files, once one of them was asked for: they are large, and most nodes never serve them. */
  private static final class Files {
    private static final Map<String, StaticFile> ALL =
        SOURCES.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> entry.getValue().read()));

    static StaticFile read(String path) {
      StaticFile file = ALL.get(path);
      if (file == null) {
        throw new IllegalStateException("no file at " + path);
      }
      return file;
    }
  }
}
