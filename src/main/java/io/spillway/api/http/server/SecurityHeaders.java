package io.spillway.api.http.server;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * The security headers of every response; a handler may override them. Responses of the API get
 * only those that apply to JSON.
 */
final class SecurityHeaders {
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence CONTENT_TYPE_OPTIONS =
      HttpHeaders.createOptimized("x-content-type-options");
  private static final CharSequence TRANSPORT_SECURITY =
      HttpHeaders.createOptimized("strict-transport-security");
  private static final CharSequence HALF_A_YEAR = HttpHeaders.createOptimized("max-age=15552000");
  private static final CharSequence SECURITY_POLICY =
      HttpHeaders.createOptimized("content-security-policy");
  private static final CharSequence SAME_ORIGIN_POLICY =
      HttpHeaders.createOptimized(
          "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
              + " frame-ancestors 'none'");
  private static final CharSequence REFERRER_POLICY =
      HttpHeaders.createOptimized("referrer-policy");
  private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
  private static final CharSequence FRAME_OPTIONS = HttpHeaders.createOptimized("x-frame-options");
  private static final CharSequence DENY = HttpHeaders.createOptimized("DENY");
  private static final String API = "/api/";

  private final boolean encrypted;

  /**
   * @param encrypted whether the server uses TLS
   */
  SecurityHeaders(boolean encrypted) {
    this.encrypted = encrypted;
  }

  void putOn(HttpServerRequest request) {
    MultiMap headers = request.response().headers();
    headers.set(HttpHeaders.CACHE_CONTROL, NO_STORE);
    headers.set(CONTENT_TYPE_OPTIONS, NO_SNIFF);
    if (encrypted) {
      headers.set(TRANSPORT_SECURITY, HALF_A_YEAR);
    }
    String uri = request.uri();
    if (uri == null || !uri.startsWith(API)) {
      headers.set(SECURITY_POLICY, SAME_ORIGIN_POLICY);
      headers.set(REFERRER_POLICY, NO_REFERRER);
      headers.set(FRAME_OPTIONS, DENY);
    }
  }
}
