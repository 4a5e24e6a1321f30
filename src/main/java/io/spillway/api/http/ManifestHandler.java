package io.spillway.api.http;

import io.spillway.api.http.route.ApiRequest;
import io.spillway.api.http.route.BlockingReads;
import io.spillway.api.http.route.NdjsonStream;
import io.spillway.api.http.route.Reply;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.resolution.Resolution;
import io.spillway.store.Store;
import io.vertx.core.Future;

/** Exports the outcome of each execution of a resolution. */
final class ManifestHandler {
  private final Store store;

  ManifestHandler(ApiDependencies dependencies) {
    this.store = dependencies.store();
  }

  Future<Reply> manifest(ApiRequest request) {
    String id = request.path("id");
    String resolutionId = request.path("resolutionId");
    return BlockingReads.read(request, () -> finished(id, resolutionId))
        .compose(finished -> NdjsonStream.reply(request, new ManifestExport(store, finished)));
  }

  private Resolution finished(String id, String resolutionId) {
    return ResolutionsHandler.finished(
        store.automations(),
        id,
        resolutionId,
        new Refusal(
            Refusal.Reason.ABORTED,
            "resolution " + resolutionId + " is RUNNING, must be DONE to have a manifest"));
  }
}
