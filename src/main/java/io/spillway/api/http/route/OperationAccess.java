package io.spillway.api.http.route;

import io.spillway.api.auth.AccessRecorder;
import io.spillway.api.auth.Caller;
import io.spillway.api.auth.UnauthenticatedException;
import io.spillway.domain.automation.Refusal;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;

/** Access to one operation. Whoever is refused is recorded in the system log. */
public final class OperationAccess {
  private final AccessRule rule;
  private final BearerAuthentication authentication;
  private final AccessRecorder recorder;

  public OperationAccess(
      AccessRule rule, BearerAuthentication authentication, AccessRecorder recorder) {
    this.rule = rule;
    this.authentication = authentication;
    this.recorder = recorder;
  }

  /** The id of the operation. */
  String operation() {
    return rule.operation();
  }

  /** The caller; fails as {@link BearerAuthentication#callerOf} does. */
  Future<Caller> callerOf(HttpServerRequest request) {
    Future<Caller> caller = authentication.callerOf(request);
    return caller.succeeded() ? caller : caller.onFailure(cause -> record(request, cause));
  }

  private void record(HttpServerRequest request, Throwable cause) {
    if (cause instanceof UnauthenticatedException refused) {
      recorder.unauthenticated(request, rule.path(), refused);
    }
  }

  /** The reason to refuse a request of this caller, see {@link AccessRule#refusal}. */
  Optional<Refusal> refusal(
      HttpServerRequest request, Caller caller, Map<String, String> parameters) {
    Optional<Refusal> refusal = rule.refusal(caller, parameters);
    refusal
        .filter(why -> why.reason() == Refusal.Reason.PERMISSION_DENIED)
        .ifPresent(why -> recorder.forbidden(request, rule.operation(), rule.path(), caller, why));
    return refusal;
  }
}
