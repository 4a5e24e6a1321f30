package io.spillway.api.http;

import io.spillway.api.http.json.Fields;
import io.spillway.api.http.route.ApiRequest;
import io.spillway.api.http.route.BlockingReads;
import io.spillway.api.http.route.BodyReader;
import io.spillway.api.http.route.Exchange;
import io.spillway.api.http.route.PageTokens;
import io.spillway.api.http.route.Paging;
import io.spillway.api.http.route.Reply;
import io.spillway.domain.webhook.Webhook;
import io.spillway.domain.webhook.WebhookPatch;
import io.spillway.engine.webhook.Callbacks;
import io.spillway.engine.webhook.Webhooks;
import io.spillway.store.WebhookStore;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** Registers and manages webhooks, and takes callbacks of their receivers. */
final class WebhooksHandler {
  private final Webhooks webhooks;
  private final WebhookStore store;
  private final PageTokens tokens;

  WebhooksHandler(ApiDependencies dependencies, PageTokens tokens) {
    this.webhooks = dependencies.webhooks();
    this.store = dependencies.store().webhooks();
    this.tokens = tokens;
  }

  Future<Reply> create(ApiRequest request) {
    WebhookPatch patch = new WebhookFields(request.fields()).present();
    return webhooks
        .registry()
        .create(patch, request.caller().clientId())
        .map(WebhookJson::registered);
  }

  Future<Reply> update(ApiRequest request) {
    Fields body = request.fields();
    WebhookPatch patch = new WebhookFields(body.message("webhook")).change(body.text("updateMask"));
    return webhooks
        .registry()
        .update(request.path("id"), patch, request.caller().clientId())
        .map(WebhookJson::registered);
  }

  Future<Reply> rotateSecret(ApiRequest request) {
    return webhooks
        .registry()
        .rotateSecret(request.path("id"), request.caller().clientId())
        .map(WebhookJson::registered);
  }

  Future<Reply> delete(ApiRequest request) {
    return webhooks
        .registry()
        .delete(request.path("id"), request.caller().clientId())
        .map(Reply.EMPTY);
  }

  Future<Reply> get(ApiRequest request) {
    return existing(request).map(WebhookJson::one);
  }

  private Future<Webhook> existing(ApiRequest request) {
    String id = request.path("id");
    return BlockingReads.read(request, () -> webhooks.registry().existing(id));
  }

  Future<Reply> test(ApiRequest request) {
    return existing(request).compose(webhooks::test).map(WebhookJson::test);
  }

  Future<Reply> list(ApiRequest request) {
    return page(request, "", Paging.of(tokens, request.http(), "webhooks", ""));
  }

  Future<Reply> search(ApiRequest request) {
    Fields body = request.fields();
    String query = body.text("query");
    return page(request, query, Paging.of(tokens, body, "webhooks", query));
  }

  private Future<Reply> page(ApiRequest request, String query, Paging paging) {
    return BlockingReads.read(
            request, () -> store.list(query, paging.position(), paging.fetchSize()))
        .map(
            read ->
                WebhookJson.page(
                    paging.page(read),
                    paging.next(
                        read, last -> Paging.cursorOf(last.times().createdAt(), last.id()))));
  }

  Future<Reply> deliveries(ApiRequest request) {
    String id = request.path("id");
    Paging paging = Paging.of(tokens, request.http(), "webhook_deliveries", id);
    long before = paging.cursor().map(Long::parseLong).orElse(Long.MAX_VALUE);
    return existing(request)
        .compose(found -> webhooks.flush().otherwiseEmpty())
        .compose(
            flushed ->
                BlockingReads.read(request, () -> store.deliveries(id, before, paging.fetchSize())))
        .map(
            read ->
                WebhookJson.deliveries(
                    paging.page(read), paging.next(read, last -> Long.toString(last.number()))));
  }

  /** Whoever has the URL may call it. */
  Future<Reply> callback(RoutingContext context) {
    return webhooks
        .callbacks()
        .take(
            context.pathParam("token"),
            () -> BodyReader.read(Exchange.of(context), Callbacks.MAX_BODY))
        .map(Reply.EMPTY);
  }

  /** The keys of C1's format. */
  Future<Reply> jwks() {
    return Future.succeededFuture(Reply.ok(webhooks.jwks().toBuffer()));
  }
}
