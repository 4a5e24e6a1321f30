package io.spillway.api.http.route;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** Reads the JSON body of a request to a public operation. */
public final class PublicBody {
  private PublicBody() {}

  /**
   * The body; fails as {@link BodyReader} does. To be called before the event loop goes on with
   * another event, or bytes are lost.
   *
   * @param max in bytes
   */
  public static Future<byte[]> read(RoutingContext context, int max) {
    return BodyReader.read(Exchange.of(context), max);
  }
}
