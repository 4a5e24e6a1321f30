package io.spillway.api.http.route;

import io.spillway.api.http.json.KnownFields;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an operation takes: the fields that it knows, and how long a body.
 *
 * @param body of its body
 * @param query of its query
 * @param maxBodyBytes of its body
 */
public record RequestFields(KnownFields body, KnownFields query, int maxBodyBytes) {
  /**
   * Checks the names in the query of a request.
   *
   * @throws io.spillway.domain.automation.RefusedException if one may not be given
   */
  void requireQuery(ApiRequest request) {
    if (!query.equals(KnownFields.ANY) && request.http().query() != null) {
      Set<String> names = new TreeSet<>(QueryParameters.of(request.http()).names());
      // The router adds them.
      names.removeAll(request.parameters().keySet());
      query.require(names);
    }
  }
}
