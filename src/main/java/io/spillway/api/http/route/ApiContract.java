package io.spillway.api.http.route;

import io.spillway.api.auth.Role;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The OpenAPI document that the server is built from and serves. Immutable. */
public final class ApiContract {
  private static final String RESOURCE = "openapi.yaml";
  private static final String REQUIRED_ROLE = "x-required-role";
  private static final String KEEPS_SCOPE = "x-keeps-scope";
  private static final String ONE_AUTOMATION = "/api/v1/automations/{id}";

  private final OpenAPIContract contract;
  private final Buffer document;

  private ApiContract(OpenAPIContract contract, Buffer document) {
    this.contract = contract;
    this.document = document;
  }

  /** Reads and checks the document. */
  public static Future<ApiContract> load(Vertx vertx) {
    return vertx
        .fileSystem()
        .readFile(RESOURCE)
        .compose(
            document ->
                OpenAPIContract.from(vertx, ContractDocument.forRouter(document))
                    .map(contract -> new ApiContract(contract, document)));
  }

  public OpenAPIContract contract() {
    return contract;
  }

  /** The document as written. */
  public Buffer document() {
    return document.copy();
  }

  /** The role that an operation asks for; empty if anybody may call it. */
  public static Optional<Role> requiredRole(Operation operation) {
    Object role = operation.getExtensions().get(REQUIRED_ROLE);
    return role == null
        ? Optional.empty()
        : Optional.of(Role.valueOf(role.toString().toUpperCase(Locale.ROOT)));
  }

  /** Who may call an operation; empty if anybody may. */
  public static Optional<Access> access(Operation operation) {
    return requiredRole(operation)
        .map(role -> new Access(operation.getOperationId(), role, scoping(operation)));
  }

  private static Access.Scoping scoping(Operation operation) {
    if (operation.getOpenAPIPath().startsWith(ONE_AUTOMATION)) {
      return Access.Scoping.BY_PATH;
    }
    return Boolean.TRUE.equals(operation.getExtensions().get(KEEPS_SCOPE))
        ? Access.Scoping.BY_HANDLER
        : Access.Scoping.NONE;
  }

  /** Who may call what, of all operations that ask who calls. */
  public List<Access> accesses() {
    return contract.operations().stream()
        .map(ApiContract::access)
        .flatMap(Optional::stream)
        .toList();
  }

  /** The methods that this path takes, as the header Allow has them; empty if there is no path. */
  public String allowedAt(String path) {
    Path known = contract.findPath(path);
    return known == null
        ? ""
        : known.getOperations().stream()
            .map(Operation::getHttpMethod)
            .flatMap(
                method ->
                    method.equals(HttpMethod.GET)
                        ? Stream.of(HttpMethod.GET, HttpMethod.HEAD)
                        : Stream.of(method))
            .map(HttpMethod::name)
            .sorted()
            .collect(Collectors.joining(", "));
  }
}
