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

/** Generates requests for the operations of the document. Not thread-safe. */
final class RequestGenerator {
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
  private final ObservedIds ids;
  private final String bearer;

  RequestGenerator(Document document, ObservedIds ids, String bearer) {
    this.document = document;
    this.ids = ids;
    this.bearer = bearer;
  }

  /** The next request; the same for the same random numbers and observed ids. */
  FuzzRequest make(Random random) {
    DocumentedOperation operation = operation(random);
    // Half of all are valid, the others have one or several defects.
    double wrong = random.nextBoolean() ? 0 : EdgeCases.of(List.of(0.02, 0.08, 0.3), random);
    String method =
        random.nextDouble() < wrong / 4 ? EdgeCases.of(METHODS, random) : operation.method();
    List<FuzzRequest.Header> headers = headers(operation, wrong, random);
    Optional<byte[]> body = body(operation, headers, wrong, random);
    return new FuzzRequest(operation, method, target(operation, wrong, random), headers, body);
  }

  private DocumentedOperation operation(Random random) {
    List<DocumentedOperation> all = document.operations();
    // Most operations need an automation with executions.
    String wanted =
        switch (random.nextInt(12)) {
          case 0, 1 -> EXECUTE;
          case 2 -> CREATE;
          default -> "";
        };
    return all.stream()
        .filter(operation -> operation.id().equals(wanted))
        .findFirst()
        .orElseGet(() -> EdgeCases.of(all, random));
  }

  private String target(DocumentedOperation operation, double wrong, Random random) {
    String path = operation.path();
    List<String> query = new ArrayList<>();
    for (Parameter parameter : operation.parameters()) {
      boolean bad = random.nextDouble() < wrong;
      if (parameter.in().equals("path")) {
        String known = ids.forPath(operation.path(), parameter.name(), random).orElse("none");
        String value = bad ? EdgeCases.segment(random) : encode(known);
        path = path.replace("{" + parameter.name() + "}", value);
      } else if (parameter.in().equals("query") && random.nextInt(3) == 0) {
        query.add(parameter.name() + "=" + queryValue(parameter, bad, random));
      }
    }
    if (random.nextDouble() < wrong / 8) {
      path =
          EdgeCases.of(
              List.of(path + "/", "/" + path, path + ";a", path + "%00", path + "/x"), random);
    }
    return query.isEmpty() ? path : path + "?" + String.join("&", query);
  }

  private String queryValue(Parameter parameter, boolean bad, Random random) {
    if (bad) {
      return EdgeCases.segment(random).replace("%zz", "%7a").replaceFirst("%$", "");
    }
    Optional<String> known = ids.forMember(parameter.name(), random);
    if (known.isPresent()) {
      return encode(known.get());
    }
    String json = new JsonValueGenerator(document, ids, random, 0).make(parameter.schema());
    return encode(json.replace("\"", ""));
  }

  private List<FuzzRequest.Header> headers(
      DocumentedOperation operation, double wrong, Random random) {
    List<FuzzRequest.Header> headers = new ArrayList<>();
    if (random.nextDouble() < wrong) {
      headers.add(new FuzzRequest.Header("Authorization", EdgeCases.of(BAD_TOKENS, random)));
    } else if (operation.secured() && random.nextDouble() >= wrong / 4) {
      headers.add(new FuzzRequest.Header("Authorization", bearer));
    }
    if (random.nextInt(6) == 0) {
      headers.add(new FuzzRequest.Header("Accept", EdgeCases.of(ACCEPTS, random)));
    }
    if (operation.parameters().stream().anyMatch(p -> p.in().equals("header"))
        && random.nextInt(3) == 0) {
      headers.add(new FuzzRequest.Header("Idempotency-Key", EdgeCases.of(KEYS, random)));
    }
    if (operation.parameters().stream().anyMatch(p -> p.name().equals("Prefer"))
        && random.nextInt(3) == 0) {
      headers.add(new FuzzRequest.Header("Prefer", "respond-async"));
    }
    return headers;
  }

  private Optional<byte[]> body(
      DocumentedOperation operation,
      List<FuzzRequest.Header> headers,
      double wrong,
      Random random) {
    Map<String, Map<String, Object>> bodies = operation.bodies();
    boolean bodyless = bodies.isEmpty() || (!operation.bodyRequired() && random.nextInt(20) == 0);
    if (bodyless && random.nextDouble() >= wrong / 4) {
      return Optional.empty();
    }
    String type = bodies.keySet().stream().findFirst().orElse(JSON);
    Map<String, Object> media = bodies.getOrDefault(type, Map.of());
    String json =
        new JsonValueGenerator(document, ids, random, wrong / 2)
            .make(Document.members(media, "schema"));
    byte[] content = (type.equals(FORM) ? form(json) : json).getBytes(UTF_8);
    boolean badType = random.nextDouble() < wrong / 4;
    if (!badType || random.nextBoolean()) {
      headers.add(
          new FuzzRequest.Header("Content-Type", badType ? EdgeCases.of(TYPES, random) : type));
    }
    return Optional.of(random.nextDouble() < wrong ? spoil(content, random) : content);
  }

  /** A flat object of strings as a form; what is not flat becomes strange. */
  private static String form(String json) {
    return Arrays.stream(json.substring(1, Math.max(1, json.length() - 1)).split(",\""))
        .map(member -> member.replace("\"", "").replaceFirst(":", "="))
        .map(pair -> encode(pair).replace("%3D", "="))
        .collect(Collectors.joining("&"));
  }

  /** Makes the body invalid JSON, or unusual JSON. */
  private static byte[] spoil(byte[] content, Random random) {
    int at = random.nextInt(content.length + 1);
    return switch (random.nextInt(12)) {
      case 0 -> Arrays.copyOf(content, at);
      case 1 -> joined(content, at, new byte[] {0});
      case 2 -> joined(content, at, new byte[] {(byte) 0xff, (byte) 0xc0, (byte) 0x80});
      case 3 -> joined(content, 0, new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
      case 4 -> joined(content, content.length, content);
      case 5 -> "[".repeat(20_000).getBytes(UTF_8);
      case 6 -> "{\"context\":".repeat(3_000).getBytes(UTF_8);
      case 7 -> EdgeCases.json(random).getBytes(UTF_8);
      case 8 -> EdgeCases.notJson(random).getBytes(UTF_8);
      case 9 -> new String(content, UTF_8).getBytes(UTF_16);
      case 10 -> joined(content, Math.min(1, content.length), "\"id\":1,\"id\":2,".getBytes(UTF_8));
      default -> random.nextInt(50) == 0 ? new byte[TOO_LARGE] : new byte[] {' '};
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
