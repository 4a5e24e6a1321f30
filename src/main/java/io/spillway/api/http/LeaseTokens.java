package io.spillway.api.http;

import io.spillway.api.http.json.Refusals;
import io.spillway.api.http.route.PageTokens;
import io.spillway.domain.automation.RefusedException;
import io.spillway.engine.worker.JobReport;
import java.util.List;

/** Issues and verifies the tokens of leases; clients cannot forge them. */
final class LeaseTokens {
  private static final String ALLOWED = "the lease of a job, as jobs/activate answered it";
  private static final String QUERY = "lease";
  private static final String SEPARATOR = "\n";
  private static final int PARTS = 4;

  private final PageTokens tokens;

  /**
   * @param key secret bytes, the same on every node
   */
  LeaseTokens(byte[] key) {
    this.tokens = new PageTokens(key, new PageTokens.Kind("lease", 512, ALLOWED));
  }

  String issue(JobReport.Lease lease) {
    return tokens.issue(
        QUERY,
        String.join(
            SEPARATOR,
            Long.toString(lease.executionId()),
            Integer.toString(lease.step()),
            Integer.toString(lease.run()),
            lease.automationId()));
  }

  /**
   * The lease of a token.
   *
   * @throws RefusedException if it was not issued by this cluster
   */
  JobReport.Lease read(String token) {
    String cursor;
    try {
      cursor = tokens.cursor(QUERY, token);
    } catch (RefusedException e) {
      // It speaks of queries, which a lease has none of.
      throw Refusals.mustBe("lease", Refusals.quote(token), ALLOWED);
    }
    List<String> parts = List.of(cursor.split(SEPARATOR, PARTS));
    return new JobReport.Lease(
        parts.get(3),
        Long.parseLong(parts.get(0)),
        Integer.parseInt(parts.get(1)),
        Integer.parseInt(parts.get(2)));
  }
}
