package io.spillway.api.auth;

import io.spillway.api.auth.jose.PrintableAscii;
import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.audit.AuditEvent.Kind;
import io.spillway.domain.automation.Quotes;
import io.spillway.domain.automation.Refusal;
import io.spillway.store.AuditLog;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records in the system log who got an access token and who was refused: samples with counts, see
 * {@link SampledEvents}. Nobody waits for the writes. Thread-safe.
 */
public final class AccessRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(AccessRecorder.class);

  /** Rows per minute on this node for each kind of refusal: anybody can cause them. */
  static final int MAX_REFUSED = 60;

  /** Rows per minute on this node for tokens: only clients and people with credentials. */
  static final int MAX_ISSUED = 1_000;

  /** Of these, rows for one client that is known, or one address. */
  static final int MAX_OF_ONE = 20;

  private static final int MAX_ACTOR_LENGTH = 128;
  private static final int MAX_REASON_LENGTH = 300;
  private static final String REASON = "reason";
  private static final String ADDRESS = "remoteAddress";

  /** The id of the key for what is counted together since its group has too many keys. */
  private static final String REST = "";

  private final AuditLog auditLog;
  private final TrustedProxies proxies;
  private final Map<Kind, SampledEvents> samples = new EnumMap<>(Kind.class);
  private final AtomicBoolean failing = new AtomicBoolean();

  public AccessRecorder(AuditLog auditLog, TrustedProxies proxies, Clock clock) {
    this.auditLog = auditLog;
    this.proxies = proxies;
    sample(Kind.TOKEN_ISSUED, "Token issued to others", MAX_ISSUED, clock);
    sample(Kind.TOKEN_REFUSED, "Token refused to others", MAX_REFUSED, clock);
    sample(Kind.REQUEST_UNAUTHENTICATED, "Request refused to others", MAX_REFUSED, clock);
    sample(Kind.REQUEST_FORBIDDEN, "Request refused to others", MAX_REFUSED, clock);
  }

  private void sample(Kind kind, String others, int maxKeys, Clock clock) {
    samples.put(kind, new SampledEvents(others, maxKeys, MAX_OF_ONE, clock));
  }

  /**
   * Records a token.
   *
   * @param actor the client or person that it was issued to
   */
  void issued(HttpServerRequest request, String actor, TokenGrant grant) {
    issued(new RequestOrigin(actor, proxies.clientOf(request)), grant);
  }

  void issued(RequestOrigin origin, TokenGrant grant) {
    String actor = origin.clientId();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("grant", grant.wireName());
    details.put(ADDRESS, origin.address());
    record(
        Kind.TOKEN_ISSUED,
        new SampledEvent(
            new SampledEvent.Key(actor, origin.network() + "\n" + grant),
            actor,
            "Token issued " + grant.words(),
            details),
        restOfClient(actor, "Token issued at further addresses"));
  }

  /**
   * Records a refused token request if it has a reason for the system log.
   *
   * @param claimedId client id that the request names
   */
  void refused(HttpServerRequest request, String claimedId, TokenRequestException refused) {
    RequestOrigin origin = new RequestOrigin(claimedId, proxies.clientOf(request));
    refused.auditReason().ifPresent(reason -> refused(origin, reason));
  }

  /**
   * Records a refused token request.
   *
   * @param origin claimed client id and address
   * @param reason for administrators; may be more detailed than the response
   */
  void refused(RequestOrigin origin, String reason) {
    String actor = PrintableAscii.of(origin.clientId(), MAX_ACTOR_LENGTH);
    // A provider may have worded it; PostgreSQL has no NUL.
    String plain = Quotes.cut(reason.replace('\0', '?'), MAX_REASON_LENGTH);
    Map<String, Object> details = new LinkedHashMap<>();
    details.put(REASON, plain);
    details.put(ADDRESS, origin.address());
    record(
        Kind.TOKEN_REFUSED,
        new SampledEvent(
            new SampledEvent.Key(origin.network(), actor + "\n" + plain),
            actor,
            "Token refused: " + plain,
            details),
        restOfAddress(origin.address(), "Token refused to others at this address"));
  }

  /**
   * Records a request of nobody known.
   *
   * @param path of the operation, with the names of its parameters
   */
  public void unauthenticated(
      HttpServerRequest request, String path, UnauthenticatedException refused) {
    unauthenticated(
        proxies.clientOf(request), refused.why(), example(request.method().name(), path));
  }

  void unauthenticated(
      String address, UnauthenticatedException.Why why, Map<String, String> example) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put(REASON, why.words());
    details.put(ADDRESS, address);
    details.put("example", example);
    record(
        Kind.REQUEST_UNAUTHENTICATED,
        new SampledEvent(
            new SampledEvent.Key(RequestOrigin.networkOf(address), why.name()),
            RequestOrigin.ANONYMOUS,
            "Request refused: " + why.words(),
            details),
        restOfAddress(address, "Request refused to others at this address"));
  }

  /**
   * Records a request that its caller may not make.
   *
   * @param operation its id
   * @param path of the operation, with the names of its parameters
   */
  public void forbidden(
      HttpServerRequest request, String operation, String path, Caller caller, Refusal refusal) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("operation", operation);
    details.put(REASON, refusal.message());
    details.put(ADDRESS, proxies.clientOf(request));
    details.put("example", example(request.method().name(), path));
    record(
        Kind.REQUEST_FORBIDDEN,
        new SampledEvent(
            new SampledEvent.Key(caller.clientId(), operation),
            caller.clientId(),
            "Request refused: " + refusal.message(),
            details),
        restOfClient(caller.clientId(), "Request refused for further operations"));
  }

  private static Map<String, String> example(String method, String path) {
    Map<String, String> example = new LinkedHashMap<>();
    example.put("method", method);
    example.put("path", path);
    return example;
  }

  private static SampledEvent restOfClient(String clientId, String message) {
    return new SampledEvent(new SampledEvent.Key(clientId, REST), clientId, message, Map.of());
  }

  private static SampledEvent restOfAddress(String address, String message) {
    return new SampledEvent(
        new SampledEvent.Key(RequestOrigin.networkOf(address), REST),
        SampledEvents.OTHERS.group(),
        message,
        Map.of(ADDRESS, address));
  }

  private void record(Kind kind, SampledEvent event, SampledEvent restOfGroup) {
    SampledEvents of = samplesOf(kind);
    of.add(event, restOfGroup).ifPresent(row -> write(kind, of, row));
  }

  private SampledEvents samplesOf(Kind kind) {
    SampledEvents of = samples.get(kind);
    if (of == null) {
      throw new IllegalStateException("no samples are taken of " + kind);
    }
    return of;
  }

  /** Writes what is counted and due. Does not wait. */
  public void writeDue() {
    samples.forEach((kind, of) -> of.due().forEach(row -> write(kind, of, row)));
  }

  /** Writes everything that is counted, before the store is closed, which waits for it. */
  public void writeRest() {
    samples.forEach((kind, of) -> of.rest().forEach(row -> writeLast(kind, row)));
  }

  private void writeLast(Kind kind, SampledRow row) {
    append(row.toEvent(kind))
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.error(
                    "{} events {} of {} are missing from the system log",
                    row.count(),
                    kind.wireName(),
                    row.example().actor(),
                    failure);
              }
            });
  }

  private void write(Kind kind, SampledEvents of, SampledRow row) {
    append(row.toEvent(kind))
        .whenComplete(
            (done, failure) -> {
              of.onWrite(row, failure == null);
              if (failure == null) {
                failing.set(false);
              } else if (failing.compareAndSet(false, true)) {
                LOG.error(
                    "Tokens issued and requests refused are missing from the system log until it"
                        + " takes writes; they are counted",
                    failure);
              }
            });
  }

  private CompletionStage<Void> append(AuditEvent event) {
    try {
      return auditLog.append(List.of(event));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
