package io.spillway.api.http.route;

import io.spillway.api.http.json.JsonText;
import io.spillway.api.http.json.Refusals;
import io.spillway.domain.automation.Quotes;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.spillway.store.StoreException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a failure becomes an answer. Thread-safe. */
public final class ErrorMapping {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorMapping.class);
  private static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("retry-after");
  private static final int MAX_MESSAGE = 2_000;
  private static final String RETRY_AFTER_SECONDS = "1";
  private static final String CHALLENGE = "Bearer realm=\"spillway\"";

  /** Answers {@code failure}, if the client is still there. */
  public void answer(HttpServerRequest request, Throwable failure, String operation) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      // Half an answer must not pass for a whole one.
      response.reset();
      return;
    }
    Answer answer = answerTo(failure, operation);
    if (answer.status == 503 || answer.status == 429) {
      response.putHeader(RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    if (answer.status == 401) {
      response.putHeader("WWW-Authenticate", CHALLENGE);
    }
    response.setStatusCode(answer.status).putHeader(HttpHeaders.CONTENT_TYPE, Reply.JSON);
    ResponseBodies.end(request, answer.body());
  }

  /** Answers {@code failure} to a request on the event bus. */
  public void answer(Message<?> request, Throwable failure) {
    Answer answer = answerTo(failure, request.address());
    request.fail(answer.status, answer.body().toString());
  }

  /** Answers what the router itself refused with a status. */
  public void answerStatus(RoutingContext context, int status, String operation) {
    if (status >= 500) {
      Throwable failure = context.failure();
      answer(context.request(), failure == null ? new HttpFault(status, "") : failure, operation);
    } else {
      answer(context.request(), new HttpFault(status, messageOf(context, status)), operation);
    }
  }

  private static String messageOf(RoutingContext context, int status) {
    return switch (status) {
      case 404 -> "there is nothing at " + Refusals.quote(context.request().path());
      case 405 -> context.request().method() + " is not allowed at this path, see the header Allow";
      case 413 -> "the body is too large";
      default -> "the request is malformed";
    };
  }

  private static Answer answerTo(Throwable thrown, String operation) {
    Throwable failure = causeOf(thrown);
    if (failure instanceof RefusedException refused) {
      Refusal refusal = refused.refusal();
      return answerTo(refusal.reason(), refusal.message());
    }
    if (failure instanceof HttpFault fault && fault.status() < 500) {
      return new Answer(
          fault.status(), RpcCode.ofStatus(fault.status()), String.valueOf(fault.getMessage()));
    }
    if (failure instanceof StoreException || isUnreachable(failure)) {
      LOG.warn("{} is answered with UNAVAILABLE: {}", operation, failure.toString());
      return new Answer(503, RpcCode.UNAVAILABLE, "not possible at this moment, try again");
    }
    LOG.error("{} is answered with INTERNAL", operation, failure);
    return new Answer(500, RpcCode.INTERNAL, "internal error");
  }

  /** A stage that follows the one that failed wraps its failure. */
  private static Throwable causeOf(Throwable failure) {
    return failure instanceof CompletionException wrapped && wrapped.getCause() != null
        ? wrapped.getCause()
        : failure;
  }

  private static boolean isUnreachable(Throwable failure) {
    return failure instanceof ReplyException reply
        && reply.failureType() != ReplyFailure.RECIPIENT_FAILURE;
  }

  private static Answer answerTo(Refusal.Reason reason, String message) {
    return switch (reason) {
      case INVALID_ARGUMENT -> new Answer(400, RpcCode.INVALID_ARGUMENT, message);
      case FAILED_PRECONDITION -> new Answer(400, RpcCode.FAILED_PRECONDITION, message);
      case UNAUTHENTICATED -> new Answer(401, RpcCode.UNAUTHENTICATED, message);
      case PERMISSION_DENIED -> new Answer(403, RpcCode.PERMISSION_DENIED, message);
      case NOT_FOUND -> new Answer(404, RpcCode.NOT_FOUND, message);
      case ALREADY_EXISTS -> new Answer(409, RpcCode.ALREADY_EXISTS, message);
      case ABORTED -> new Answer(409, RpcCode.ABORTED, message);
      case RESOURCE_EXHAUSTED -> new Answer(429, RpcCode.RESOURCE_EXHAUSTED, message);
      case UNAVAILABLE -> new Answer(503, RpcCode.UNAVAILABLE, message);
    };
  }

  private record Answer(int status, RpcCode code, String message) {
    Buffer body() {
      return JsonText.object(
          out -> {
            out.writeNumberField("code", code.number());
            // It may quote what was sent, which may be as long as a body.
            out.writeStringField("message", Quotes.cut(message, MAX_MESSAGE));
            out.writeArrayFieldStart("details");
            out.writeEndArray();
          });
    }
  }
}
