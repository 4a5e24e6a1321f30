package io.spillway.engine.webhook;

import io.netty.util.NetUtil;
import io.spillway.engine.step.StepCancellation;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Makes requests to destinations that others chose: connects to the very address that it checked,
 * follows no redirects, and bounds the time, the headers and the body. Thread-safe.
 */
final class EgressClient {
  private static final int MAX_HEADERS = 16 * 1024;
  private static final int MAX_STATUS_LINE = 4 * 1024;
  private static final int MAX_CONNECTIONS = 1_000;
  private static final int KEEP_ALIVE_SECONDS = 15;

  private final Vertx vertx;
  private final EgressPolicy policy;
  private final NameResolver names;
  private final Optional<ProxyOptions> proxy;
  private final HttpClient client;

  /**
   * @param proxy for public addresses; networks that are allowed are connected to directly
   * @param options further options, such as which certificates are trusted
   */
  EgressClient(
      Vertx vertx,
      EgressPolicy policy,
      NameResolver names,
      Optional<ProxyOptions> proxy,
      HttpClientOptions options) {
    this.vertx = vertx;
    this.policy = policy;
    this.names = names;
    this.proxy = proxy;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions(options)
                .setVerifyHost(true)
                .setDecompressionSupported(false)
                .setMaxHeaderSize(MAX_HEADERS)
                .setMaxInitialLineLength(MAX_STATUS_LINE)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS),
            new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
  }

  /**
   * Makes a request.
   *
   * @param cancellation aborts it
   * @return fails with {@link EgressException}
   */
  Future<EgressAnswer> send(EgressRequest request, StepCancellation cancellation) {
    Context context = vertx.getOrCreateContext();
    EgressExchange exchange = new EgressExchange(request, context);
    cancellation.onCancelled(
        () -> exchange.fail(new EgressException("CANCELLED", "the execution was terminated")));
    // On the event loop of the connection, so that no part of the answer is missed.
    context.runOnContext(
        start -> {
          long timer =
              vertx.setTimer(
                  Math.max(1, request.timeout().toMillis()),
                  late ->
                      exchange.fail(
                          new EgressException(
                              "TIMEOUT",
                              "no whole answer within " + request.timeout().toMillis() + " ms")));
          exchange.answer().onComplete(done -> vertx.cancelTimer(timer));
          addressOf(request.url())
              .compose(address -> client.request(optionsFor(request, address)))
              .onSuccess(exchange::send)
              .onFailure(exchange::fail);
        });
    return exchange.answer();
  }

  private Future<InetAddress> addressOf(URI url) {
    String host = EgressPolicy.hostOf(url);
    InetAddress literal = NetUtil.createInetAddressFromIpAddressString(host);
    Future<List<InetAddress>> found =
        literal == null ? names.resolve(host) : Future.succeededFuture(List.of(literal));
    return found.map(addresses -> checked(url, addresses));
  }

  /** One of the addresses, if all may be connected to: a name with others is a trap. */
  private InetAddress checked(URI url, List<InetAddress> addresses) {
    for (InetAddress address : addresses) {
      policy
          .refusal(url, address)
          .ifPresent(
              why -> {
                throw new EgressException("DESTINATION_REFUSED", "the URL " + why);
              });
    }
    return addresses.get(0);
  }

  private RequestOptions optionsFor(EgressRequest request, InetAddress address) {
    URI url = request.url();
    int port = EgressPolicy.portOf(url);
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(request.method()))
            .setServer(SocketAddress.inetSocketAddress(port, NetUtil.toAddressString(address)))
            .setHost(url.getHost())
            .setPort(port)
            .setSsl(EgressPolicy.isHttps(url))
            .setURI(targetOf(url))
            .setFollowRedirects(false)
            .setConnectTimeout(TimeUnit.SECONDS.toMillis(10));
    request.headers().forEach(options::putHeader);
    if (!policy.isAllowedNetwork(address, port)) {
      proxy.ifPresent(options::setProxyOptions);
    }
    return options;
  }

  private static String targetOf(URI url) {
    String path = url.getRawPath();
    String target = path == null || path.isEmpty() ? "/" : path;
    return url.getRawQuery() == null ? target : target + "?" + url.getRawQuery();
  }
}
