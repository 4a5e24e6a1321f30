package io.spillway.api.http.route;

import io.spillway.api.http.json.JsonText;
import io.spillway.api.http.json.Refusals;
import io.spillway.domain.automation.Quotes;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.spillway.store.StoreException;
import io.spillway.store.UnreadableSegmentException;
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
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** The one place where a failure becomes an error response. Thread-safe. */
public final class ErrorMapping {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorMapping.class);

  private static final Marker OVERLOADED = MarkerFactory.getMarker("over a limit or stopping");
  private static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("retry-after");
  private static final int MAX_MESSAGE = 2_000;
  private static final int RETRY_AFTER_SECONDS = 1;
  private static final String CHALLENGE = "Bearer realm=\"spillway\"";

  /** Sends the error response for {@code failure}, if the client is still connected. */
  public void respond(HttpServerRequest request, Throwable failure, String operation) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      // A truncated response must not be taken for a complete one.
      response.reset();
      return;
    }
    ErrorResponse error = errorOf(failure, operation);
    if (error.status == 503 || error.status == 429) {
      response.putHeader(RETRY_AFTER, Integer.toString(error.retryAfterSeconds));
    }
    if (error.status == 401) {
      response.putHeader("WWW-Authenticate", CHALLENGE);
    }
    response.setStatusCode(error.status).putHeader(HttpHeaders.CONTENT_TYPE, Reply.JSON);
    ResponseBodies.end(request, error.body());
  }

  /** Fails a request on the event bus. */
  public void respond(Message<?> request, Throwable failure) {
    ErrorResponse error = errorOf(failure, request.address());
    request.fail(error.status, error.body().toString());
  }

  /** Sends the error response for a status that the router set itself. */
  public void respondWithStatus(RoutingContext context, int status, String operation) {
    if (status >= 500) {
      Throwable failure = context.failure();
      respond(
          context.request(),
          failure == null ? new HttpStatusException(status, "") : failure,
          operation);
    } else {
      respond(
          context.request(),
          new HttpStatusException(status, messageOf(context, status)),
          operation);
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

  private static ErrorResponse errorOf(Throwable thrown, String operation) {
    Throwable failure = causeOf(thrown);
    if (failure instanceof RefusedException refused) {
      Refusal refusal = refused.refusal();
      if (isOverload(refusal.reason())) {
        LOG.warn(OVERLOADED, "{} is refused: {}", operation, refusal.message());
      }
      return errorOf(refusal.reason(), refusal.message()).retryAfter(refusal.retryAfterSeconds());
    }
    if (failure instanceof HttpStatusException fault && fault.status() < 500) {
      return new ErrorResponse(
          fault.status(), RpcCode.ofStatus(fault.status()), String.valueOf(fault.getMessage()));
    }
    if (failure instanceof StoreException || isUnreachable(failure)) {
      LOG.warn(
          StoreException.UNAVAILABLE,
          "{} failed with UNAVAILABLE: {}",
          operation,
          failure.toString());
      return new ErrorResponse(
          503,
          RpcCode.UNAVAILABLE,
          failure instanceof UnreadableSegmentException damaged
              ? damaged.advice()
              : "the store or the data grid is not available, try again");
    }
    LOG.error("{} failed with INTERNAL", operation, failure);
    return new ErrorResponse(500, RpcCode.INTERNAL, "internal error");
  }

  private static boolean isOverload(Refusal.Reason reason) {
    return reason == Refusal.Reason.UNAVAILABLE || reason == Refusal.Reason.RESOURCE_EXHAUSTED;
  }

  /** Unwraps the CompletionException that dependent stages add. */
  private static Throwable causeOf(Throwable failure) {
    return failure instanceof CompletionException wrapped && wrapped.getCause() != null
        ? wrapped.getCause()
        : failure;
  }

  private static boolean isUnreachable(Throwable failure) {
    return failure instanceof ReplyException reply
        && reply.failureType() != ReplyFailure.RECIPIENT_FAILURE;
  }

  private static ErrorResponse errorOf(Refusal.Reason reason, String message) {
    return switch (reason) {
      case INVALID_ARGUMENT -> new ErrorResponse(400, RpcCode.INVALID_ARGUMENT, message);
      case FAILED_PRECONDITION -> new ErrorResponse(400, RpcCode.FAILED_PRECONDITION, message);
      case UNAUTHENTICATED -> new ErrorResponse(401, RpcCode.UNAUTHENTICATED, message);
      case PERMISSION_DENIED -> new ErrorResponse(403, RpcCode.PERMISSION_DENIED, message);
      case NOT_FOUND -> new ErrorResponse(404, RpcCode.NOT_FOUND, message);
      case ALREADY_EXISTS -> new ErrorResponse(409, RpcCode.ALREADY_EXISTS, message);
      case ABORTED -> new ErrorResponse(409, RpcCode.ABORTED, message);
      case RESOURCE_EXHAUSTED -> new ErrorResponse(429, RpcCode.RESOURCE_EXHAUSTED, message);
      case UNAVAILABLE -> new ErrorResponse(503, RpcCode.UNAVAILABLE, message);
    };
  }

  private record ErrorResponse(int status, RpcCode code, String message, int retryAfterSeconds) {
    ErrorResponse(int status, RpcCode code, String message) {
      this(status, code, message, RETRY_AFTER_SECONDS);
    }

    ErrorResponse retryAfter(int seconds) {
      return new ErrorResponse(status, code, message, seconds);
    }

    Buffer body() {
      return JsonText.object(
          out -> {
            out.writeNumberField("code", code.number());
            // The message may quote input as long as a body.
            JsonText.text(out, "message", Quotes.cut(message, MAX_MESSAGE));
            out.writeArrayFieldStart("details");
            out.writeEndArray();
          });
    }
  }
}
