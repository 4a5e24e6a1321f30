package io.spillway.app;

import io.spillway.contract.CheckedHttpClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A node in this process with its data in a directory, and the API as its first client uses it.
 * Bodies are text, so that what is sent and received is exact. Every response is checked against
 * the document.
 */
final class NodeApi implements AutoCloseable {
  static final String RUN = "PAUSED_EXECUTION_DECISION_RUN";
  static final String CANCEL = "PAUSED_EXECUTION_DECISION_CANCEL";

  private static final int CONCURRENT = 64;
  private static final String AUTOMATIONS = "/api/v1/automations";

  private final HttpClient http = new CheckedHttpClient();
  private final Node node;
  private final Client first;

  /** A client that is signed in. */
  record Client(String id, String token) {}

  private NodeApi(Node node, Path data) throws IOException {
    this.node = node;
    JsonObject client = new JsonObject(Files.readString(data.resolve("admin-client.json")));
    this.first = signIn(client.getString("clientId"), client.getString("clientSecret"));
  }

  private Client signIn(String id, String secret) {
    String form = "grant_type=client_credentials&client_id=" + id + "&client_secret=" + secret;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(node.url() + "/auth/v1/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form));
    return new Client(id, json(send(request)).getString("access_token"));
  }

  static NodeApi start(Path data) throws SettingsException, IOException {
    return new NodeApi(startNode(data), data);
  }

  /** Starts a node alone, on a free port. */
  static Node startNode(Path data, String... flags) throws SettingsException {
    List<String> arguments = new ArrayList<>(List.of("--data", data.toString(), "--port", "0"));
    arguments.addAll(List.of(flags));
    Invocation.Start start = (Invocation.Start) Invocation.read(arguments, Map.of(), "test");
    return Node.start(start.settings());
  }

  @Override
  public void close() {
    if (!node.stop()) {
      throw new AssertionError("the node did not stop in time");
    }
  }

  Client first() {
    return first;
  }

  /** A new client that may trigger. */
  Client newOperator() {
    JsonObject created =
        json(post("/api/v1/clients", "{\"displayName\":\"o\",\"roles\":[\"operator\"]}"));
    return signIn(
        created.getJsonObject("client").getString("id"), created.getString("clientSecret"));
  }

  /** Fires a trigger as this client; returns the id of the execution. */
  String execute(String id, Client client) {
    return json(send(posting(AUTOMATIONS + "/" + id + "/execute", "{}", client)))
        .getString("executionId");
  }

  /** An automation that admits one execution an hour, and has admitted it. */
  String tripped() {
    String id =
        json(post(
                AUTOMATIONS,
                "{\"displayName\":\"n\",\"enabled\":true,\"runner\":{\"mode\":\"EXTERNAL\"},\"circuitBreakerMax\":1,"
                    + "\"circuitBreakerPeriod\":\"CIRCUIT_BREAKER_PERIOD_HOUR\"}"))
            .getJsonObject("automation")
            .getString("id");
    pause(id, "{}");
    return id;
  }

  /** Fires triggers with these contexts; returns the ids of the executions, in the same order. */
  List<Long> pause(String id, String... contexts) {
    return pause(id, Stream.of(contexts));
  }

  List<Long> pause(String id, Stream<String> contexts) {
    List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
    contexts.forEach(
        context -> {
          if (sent.size() >= CONCURRENT) {
            sent.get(sent.size() - CONCURRENT).join();
          }
          String body = "{\"context\":{\"context\":" + context + "}}";
          sent.add(
              http.sendAsync(
                  posting(AUTOMATIONS + "/" + id + "/execute", body).build(),
                  BodyHandlers.ofString()));
        });
    return sent.stream()
        .map(response -> Long.parseLong(json(response.join()).getString("executionId")))
        .toList();
  }

  /** A page of paused executions with its summary. */
  JsonObject review(String id, String body) {
    return json(post(breaker(id) + "/paused/search", body));
  }

  HttpResponse<String> tryToReview(String id, String body) {
    return post(breaker(id) + "/paused/search", body);
  }

  /** Resolves what a review returned. */
  JsonObject resolve(String id, String decision, JsonObject review) {
    return resolve(id, decision, "\"reviewToken\":\"" + review.getString("reviewToken") + "\"");
  }

  /**
   * @param narrowing further members of the body
   */
  JsonObject resolve(String id, String decision, String narrowing) {
    return json(tryToResolve(id, decision, narrowing));
  }

  HttpResponse<String> tryToResolve(String id, String decision, String narrowing) {
    String separator = narrowing.isEmpty() ? "" : ",";
    return post(
        breaker(id) + "/resolve_paused",
        "{\"decision\":\"" + decision + "\"" + separator + narrowing + "}");
  }

  JsonObject status(String id) {
    return json(get(breaker(id)));
  }

  long paused(String id) {
    return status(id).getLong("pausedCount");
  }

  String manifest(String id, String resolutionId) {
    HttpResponse<String> response = get(breaker(id) + "/resolutions/" + resolutionId + "/manifest");
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    return response.body();
  }

  static String breaker(String id) {
    return AUTOMATIONS + "/" + id + "/circuit_breaker";
  }

  HttpResponse<String> get(String path) {
    return send(request(path, first).GET());
  }

  HttpResponse<String> post(String path, String body) {
    return send(posting(path, body));
  }

  /** The body of a response, which must be 200. */
  static JsonObject json(HttpResponse<String> response) {
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    return new JsonObject(response.body());
  }

  private HttpRequest.Builder posting(String path, String body) {
    return posting(path, body, first);
  }

  private HttpRequest.Builder posting(String path, String body, Client client) {
    return request(path, client)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private HttpRequest.Builder request(String path, Client client) {
    return HttpRequest.newBuilder(URI.create(node.url() + path))
        .header("Authorization", "Bearer " + client.token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("no response", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for a response", e);
    }
  }
}
