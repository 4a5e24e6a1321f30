package io.spillway.api.http.route;

import io.spillway.api.auth.Role;
import io.spillway.api.http.json.KnownFields;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.contract.Path;
import io.vertx.openapi.contract.RequestBody;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The OpenAPI document from which the routes are built, and which is served. Immutable. */
public final class ApiContract {
  private static final String RESOURCE = "openapi.yaml";
  private static final String REQUIRED_ROLE = "x-required-role";
  private static final String UNKNOWN_FIELDS = "x-unknown-fields";
  private static final String REFUSED = "refused";
  private static final String LARGE_BODY = "x-large-body";
  private static final String REPORTS_BODY = "x-reports-body";
  private static final String FOR_WORKERS = "x-for-workers";
  private static final String KEEPS_SCOPE = "x-keeps-scope";
  private static final String ONE_AUTOMATION = "/api/v1/automations/{id}";

  private final OpenAPIContract contract;
  private final Buffer document;

  private ApiContract(OpenAPIContract contract, Buffer document) {
    this.contract = contract;
    this.document = document;
  }

  /** Loads and validates the document. */
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

  /** The role that an operation requires; empty if it is public. */
  public static Optional<Role> requiredRole(Operation operation) {
    Object role = operation.getExtensions().get(REQUIRED_ROLE);
    return role == null
        ? Optional.empty()
        : Optional.of(Role.valueOf(role.toString().toUpperCase(Locale.ROOT)));
  }

  /** The access rule of an operation; empty if it is public. */
  public static Optional<AccessRule> access(Operation operation) {
    return requiredRole(operation)
        .map(
            role ->
                new AccessRule(
                    operation.getOperationId(),
                    operation.getOpenAPIPath(),
                    role,
                    isMarked(operation, FOR_WORKERS),
                    scopeCheck(operation)));
  }

  /** What an operation takes. */
  public static RequestFields fields(Operation operation) {
    boolean refusesUnknown = REFUSED.equals(operation.getExtensions().get(UNKNOWN_FIELDS));
    Set<String> query =
        operation.getParameters().stream()
            .filter(parameter -> parameter.getIn() == Location.QUERY)
            .map(Parameter::getName)
            .collect(Collectors.toSet());
    @Nullable RequestBody body = operation.getRequestBody();
    @Nullable MediaType json = body == null ? null : body.getContent().get(Reply.JSON.toString());
    return new RequestFields(
        json != null && json.getSchema() instanceof JsonObject schema
            ? KnownFields.of(schema, refusesUnknown)
            : KnownFields.ANY,
        KnownFields.of(query, refusesUnknown),
        maxBody(operation));
  }

  private static int maxBody(Operation operation) {
    if (isMarked(operation, REPORTS_BODY)) {
      return BodyReader.MAX_REPORTS;
    }
    return isMarked(operation, LARGE_BODY) ? BodyReader.MAX : BodyReader.MAX_OTHER;
  }

  private static boolean isMarked(Operation operation, String extension) {
    return Boolean.TRUE.equals(operation.getExtensions().get(extension));
  }

  private static AccessRule.ScopeCheck scopeCheck(Operation operation) {
    if (operation.getOpenAPIPath().startsWith(ONE_AUTOMATION)) {
      return AccessRule.ScopeCheck.BY_PATH;
    }
    return isMarked(operation, KEEPS_SCOPE)
        ? AccessRule.ScopeCheck.BY_HANDLER
        : AccessRule.ScopeCheck.UNSUPPORTED;
  }

  /** The access rules of all operations that require authentication. */
  public List<AccessRule> accessRules() {
    return contract.operations().stream()
        .map(ApiContract::access)
        .flatMap(Optional::stream)
        .toList();
  }

  /** The value of the header Allow for {@code path}; empty if the document has no such path. */
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
