package io.spillway.api.http.route;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Reads the OpenAPI document for the Vert.x router, which refuses a document with media types that
 * it cannot validate. Forms, event streams and YAML are documented and served nevertheless, so they
 * are removed from the router's copy.
 */
final class ContractDocument {
  private static final String CONTENT = "content";
  private static final String JSON = "application/json";

  private ContractDocument() {}

  /** The document without the media types that the router does not support. */
  static JsonObject forRouter(Buffer yaml) {
    Map<String, Object> document =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(yaml.toString(StandardCharsets.UTF_8));
    JsonObject root = new JsonObject(document);
    for (String path : root.getJsonObject("paths").fieldNames()) {
      JsonObject operations = root.getJsonObject("paths").getJsonObject(path);
      for (String method : operations.fieldNames()) {
        if (operations.getValue(method) instanceof JsonObject operation) {
          strip(operation);
        }
      }
    }
    return root;
  }

  private static void strip(JsonObject operation) {
    JsonObject requestBody = operation.getJsonObject("requestBody");
    if (requestBody != null && stripContent(requestBody)) {
      operation.remove("requestBody");
    }
    JsonObject responses = operation.getJsonObject("responses");
    for (String status : responses.fieldNames()) {
      JsonObject response = responses.getJsonObject(status);
      if (stripContent(response)) {
        response.remove(CONTENT);
      }
    }
  }

  /** Removes media types other than JSON; true if none is left. */
  private static boolean stripContent(JsonObject holder) {
    JsonObject content = holder.getJsonObject(CONTENT);
    if (content == null) {
      return false;
    }
    List<String> types = new ArrayList<>(content.fieldNames());
    types.remove(JSON);
    types.forEach(content::remove);
    return content.isEmpty();
  }
}
