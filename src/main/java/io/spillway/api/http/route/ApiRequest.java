package io.spillway.api.http.route;

import io.spillway.api.auth.Caller;
import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.JsonDecoder;
import io.spillway.api.http.json.KnownFields;
import io.spillway.api.http.json.ValidText;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Objects;

/**
 * An authenticated request to an operation of the API.
 *
 * @param http the request as received
 * @param parameters of the path, percent-decoded
 * @param caller the authenticated client
 * @param body as received, empty if there is none
 * @param known fields of the body
 * @param vertx to run on
 */
@SuppressWarnings("ArrayRecordComponent") // Up to 1 MiB: passed on, not copied.
public record ApiRequest(
    HttpServerRequest http,
    Map<String, String> parameters,
    Caller caller,
    byte[] body,
    KnownFields known,
    Vertx vertx) {
  /**
   * A parameter of the path.
   *
   * @throws io.spillway.domain.automation.RefusedException if it is not valid text
   */
  public String path(String name) {
    return ValidText.require(name, Objects.requireNonNull(parameters.get(name), name));
  }

  /**
   * The body as fields.
   *
   * @throws io.spillway.domain.automation.RefusedException if it has a field that the operation
   *     refuses
   */
  public Fields fields() {
    return Fields.of(known.require(JsonDecoder.decode(body)));
  }
}
