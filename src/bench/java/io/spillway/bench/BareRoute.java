package io.spillway.bench;

import io.spillway.testing.Ports;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The ceiling: a Vert.x route in a process of its own that parses the same JSON and answers in the
 * same form. It knows no client, counts nothing and keeps nothing.
 */
final class BareRoute extends VerticleBase {
  static final String NAME = "bare route";

  private static final AtomicLong IDS = new AtomicLong();

  private final int port;

  private BareRoute(int port) {
    this.port = port;
  }

  /** Serves until it is ended. */
  public static void main(String[] arguments) {
    int free = Ports.free();
    Vertx.vertx()
        .deployVerticle(
            () -> new BareRoute(free),
            new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()))
        .onSuccess(deployed -> System.out.println("listening " + free))
        .await();
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    router
        .post("/api/v1/automations/:id/execute")
        .handler(BodyHandler.create(false))
        .handler(
            call -> {
              JsonObject context =
                  call.body().asJsonObject().getJsonObject("context").getJsonObject("context");
              if (context.isEmpty()) {
                call.fail(400);
                return;
              }
              call.json(new JsonObject().put("executionId", Long.toString(IDS.incrementAndGet())));
            });
    return vertx.createHttpServer().requestHandler(router).listen(port, "127.0.0.1");
  }
}
