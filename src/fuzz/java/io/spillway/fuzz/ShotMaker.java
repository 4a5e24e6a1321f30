package io.spillway.fuzz;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.contract.Document;
import io.spillway.contract.DocumentedOperation;
import io.spillway.contract.DocumentedOperation.Parameter;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/** Makes requests for the operations of the document. Not thread-safe. */
final class ShotMaker {
  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String EXECUTE = "executeAutomation";
  private static final String CREATE = "createAutomation";
  private static final int TOO_LARGE = (1 << 20) + 1;

  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "FUZZ");
  private static final List<String> TYPES =
      List.of(
          JSON + "; charset=utf-8", JSON, "text/plain", "text/json", "*/*", "x", FORM, JSON + "x");
  private static final List<String> ACCEPTS =
      List.of("*/*", JSON, "text/event-stream", "text/html", "application/x-ndjson", "x;q=0", "");
  private static final List<String> BAD_TOKENS =
      List.of(
          "Bearer",
          "Bearer ",
          "Bearer x",
          "Bearer a.b.c",
          "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.",
          "Basic YTpi",
          "bearer " + "z".repeat(5_000),
          "\u00ff\u00fe",
          "");
  private static final List<String> KEYS =
      List.of("k1", "k2", "k3", "", " ", "\u00e9", "k".repeat(255), "k".repeat(256));

  private final Document document;
  private final Pool pool;
  private final String bearer;

  ShotMaker(Document document, Pool pool, String bearer) {
    this.document = document;
    this.pool = pool;
    this.bearer = bearer;
  }

  /** The request of this number; the same for the same chance and the same pool. */
  Shot make(Random chance) {
    DocumentedOperation operation = operation(chance);
    // Half of all are as they should be, the others have one thing wrong, or several.
    double wrong = chance.nextBoolean() ? 0 : Junk.of(List.of(0.02, 0.08, 0.3), chance);
    String method = chance.nextDouble() < wrong / 4 ? Junk.of(METHODS, chance) : operation.method();
    List<Shot.Header> headers = headers(operation, wrong, chance);
    Optional<byte[]> body = body(operation, headers, wrong, chance);
    return new Shot(operation, method, target(operation, wrong, chance), headers, body);
  }

  private DocumentedOperation operation(Random chance) {
    List<DocumentedOperation> all = document.operations();
    // Nothing can be done to what is not there.
    String wanted =
        switch (chance.nextInt(12)) {
          case 0, 1 -> EXECUTE;
          case 2 -> CREATE;
          default -> "";
        };
    return all.stream()
        .filter(operation -> operation.id().equals(wanted))
        .findFirst()
        .orElseGet(() -> Junk.of(all, chance));
  }

  private String target(DocumentedOperation operation, double wrong, Random chance) {
    String path = operation.path();
    List<String> query = new ArrayList<>();
    for (Parameter parameter : operation.parameters()) {
      boolean bad = chance.nextDouble() < wrong;
      if (parameter.in().equals("path")) {
        String known = pool.forPath(operation.path(), parameter.name(), chance).orElse("none");
        String value = bad ? Junk.segment(chance) : encode(known);
        path = path.replace("{" + parameter.name() + "}", value);
      } else if (parameter.in().equals("query") && chance.nextInt(3) == 0) {
        query.add(parameter.name() + "=" + queryValue(parameter, bad, chance));
      }
    }
    if (chance.nextDouble() < wrong / 8) {
      path =
          Junk.of(List.of(path + "/", "/" + path, path + ";a", path + "%00", path + "/x"), chance);
    }
    return query.isEmpty() ? path : path + "?" + String.join("&", query);
  }

  private String queryValue(Parameter parameter, boolean bad, Random chance) {
    if (bad) {
      return Junk.segment(chance).replace("%zz", "%7a").replaceFirst("%$", "");
    }
    Optional<String> known = pool.forMember(parameter.name(), chance);
    if (known.isPresent()) {
      return encode(known.get());
    }
    String json = new JsonMaker(document, pool, chance, 0).make(parameter.schema());
    return encode(json.replace("\"", ""));
  }

  private List<Shot.Header> headers(DocumentedOperation operation, double wrong, Random chance) {
    List<Shot.Header> headers = new ArrayList<>();
    if (chance.nextDouble() < wrong) {
      headers.add(new Shot.Header("Authorization", Junk.of(BAD_TOKENS, chance)));
    } else if (operation.secured() && chance.nextDouble() >= wrong / 4) {
      headers.add(new Shot.Header("Authorization", bearer));
    }
    if (chance.nextInt(6) == 0) {
      headers.add(new Shot.Header("Accept", Junk.of(ACCEPTS, chance)));
    }
    if (operation.parameters().stream().anyMatch(p -> p.in().equals("header"))
        && chance.nextInt(3) == 0) {
      headers.add(new Shot.Header("Idempotency-Key", Junk.of(KEYS, chance)));
    }
    return headers;
  }

  private Optional<byte[]> body(
      DocumentedOperation operation, List<Shot.Header> headers, double wrong, Random chance) {
    Map<String, Map<String, Object>> bodies = operation.bodies();
    boolean bodyless = bodies.isEmpty() || (!operation.bodyRequired() && chance.nextInt(20) == 0);
    if (bodyless && chance.nextDouble() >= wrong / 4) {
      return Optional.empty();
    }
    String type = bodies.keySet().stream().findFirst().orElse(JSON);
    Map<String, Object> media = bodies.getOrDefault(type, Map.of());
    String json =
        new JsonMaker(document, pool, chance, wrong / 2).make(Document.members(media, "schema"));
    byte[] content = (type.equals(FORM) ? form(json) : json).getBytes(UTF_8);
    boolean badType = chance.nextDouble() < wrong / 4;
    if (!badType || chance.nextBoolean()) {
      headers.add(new Shot.Header("Content-Type", badType ? Junk.of(TYPES, chance) : type));
    }
    return Optional.of(chance.nextDouble() < wrong ? spoil(content, chance) : content);
  }

  /** A flat object of strings as a form; what is not flat becomes strange. */
  private static String form(String json) {
    return Arrays.stream(json.substring(1, Math.max(1, json.length() - 1)).split(",\""))
        .map(member -> member.replace("\"", "").replaceFirst(":", "="))
        .map(pair -> encode(pair).replace("%3D", "="))
        .collect(Collectors.joining("&"));
  }

  /** What is no JSON any more, or hardly. */
  private static byte[] spoil(byte[] content, Random chance) {
    int at = chance.nextInt(content.length + 1);
    return switch (chance.nextInt(12)) {
      case 0 -> Arrays.copyOf(content, at);
      case 1 -> joined(content, at, new byte[] {0});
      case 2 -> joined(content, at, new byte[] {(byte) 0xff, (byte) 0xc0, (byte) 0x80});
      case 3 -> joined(content, 0, new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
      case 4 -> joined(content, content.length, content);
      case 5 -> "[".repeat(20_000).getBytes(UTF_8);
      case 6 -> "{\"context\":".repeat(3_000).getBytes(UTF_8);
      case 7 -> Junk.json(chance).getBytes(UTF_8);
      case 8 -> Junk.notJson(chance).getBytes(UTF_8);
      case 9 -> new String(content, UTF_8).getBytes(UTF_16);
      case 10 -> joined(content, Math.min(1, content.length), "\"id\":1,\"id\":2,".getBytes(UTF_8));
      default -> chance.nextInt(50) == 0 ? new byte[TOO_LARGE] : new byte[] {' '};
    };
  }

  private static byte[] joined(byte[] content, int at, byte[] more) {
    byte[] all = new byte[content.length + more.length];
    System.arraycopy(content, 0, all, 0, at);
    System.arraycopy(more, 0, all, at, more.length);
    System.arraycopy(content, at, all, at + more.length, content.length - at);
    return all;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
