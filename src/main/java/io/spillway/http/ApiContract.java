package io.spillway.http;

import io.spillway.auth.Role;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The OpenAPI document that the server is built from and serves. Immutable. */
public final class ApiContract {
  private static final String RESOURCE = "openapi.yaml";
  private static final String REQUIRED_ROLE = "x-required-role";

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

  OpenAPIContract contract() {
    return contract;
  }

  /** The document as written. */
  Buffer document() {
    return document.copy();
  }

  /** The role that an operation asks for; empty if anybody may call it. */
  static Optional<Role> requiredRole(Operation operation) {
    Object role = operation.getExtensions().get(REQUIRED_ROLE);
    return role == null
        ? Optional.empty()
        : Optional.of(Role.valueOf(role.toString().toUpperCase(Locale.ROOT)));
  }

  /** The roles of all operations that ask for one, by operation id. */
  Map<String, Role> requiredRoles() {
    return contract.operations().stream()
        .filter(operation -> requiredRole(operation).isPresent())
        .collect(
            Collectors.toMap(
                Operation::getOperationId, operation -> requiredRole(operation).orElseThrow()));
  }

  /** The methods that this path takes, as the header Allow has them; empty if there is no path. */
  String allowedAt(String path) {
    Path known = contract.findPath(path);
    return known == null
        ? ""
        : known.getOperations().stream()
            .map(operation -> operation.getHttpMethod().name())
            .sorted()
            .collect(Collectors.joining(", "));
  }
}
