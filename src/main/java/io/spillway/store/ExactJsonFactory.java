package io.spillway.store;

import io.vertx.core.spi.JsonFactory;
import io.vertx.core.spi.json.JsonCodec;

/** Makes {@link ExactJsonCodec} the JSON codec of Vert.x, which finds it as a service. */
public final class ExactJsonFactory implements JsonFactory {
  @Override
  public JsonCodec codec() {
    return new ExactJsonCodec();
  }
}
