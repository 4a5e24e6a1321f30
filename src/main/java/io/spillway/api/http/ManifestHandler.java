package io.spillway.api.http;

import io.spillway.api.http.route.BlockingReads;
import io.spillway.api.http.route.Call;
import io.spillway.api.http.route.NdjsonStream;
import io.spillway.api.http.route.Reply;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.resolution.Resolution;
import io.spillway.store.Store;
import io.vertx.core.Future;

/** What became of each execution that a resolution was about. */
final class ManifestHandler {
  private final Store store;

  ManifestHandler(ApiDependencies dependencies) {
    this.store = dependencies.store();
  }

  Future<Reply> manifest(Call call) {
    String id = call.path("id");
    String resolutionId = call.path("resolutionId");
    return BlockingReads.read(call.vertx(), () -> finished(id, resolutionId))
        .compose(finished -> NdjsonStream.reply(call.vertx(), new ManifestExport(store, finished)));
  }

  private Resolution finished(String id, String resolutionId) {
    Resolution resolution =
        store
            .automations()
            .resolution(id, resolutionId)
            .orElseThrow(() -> ResolutionsHandler.unknown(id, resolutionId));
    if (!resolution.isDone()) {
      throw new Refusal(
              Refusal.Reason.ABORTED,
              "resolution " + resolutionId + " is RUNNING, its manifest is there when it is DONE")
          .asException();
    }
    return resolution;
  }
}
