package io.spillway.api.http;

import io.spillway.api.auth.Caller;
import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.JsonDecoder;
import io.spillway.engine.worker.JobPoll;
import io.spillway.engine.worker.JobService;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/**
 * The operations of workers on the event bus. Whether a caller still waits cannot be known there:
 * an answer that nobody takes leaves leases that end by themselves.
 */
public final class JobsOnBus {
  private final JobService jobs;
  private final LeaseTokens tokens;
  private final JobReports reports;

  /**
   * @param key secret bytes of the tokens, the same on every node
   */
  public JobsOnBus(JobService jobs, byte[] key) {
    this.jobs = jobs;
    this.tokens = new LeaseTokens(key);
    this.reports = new JobReports(jobs, new JobBodies(tokens));
  }

  Future<JsonObject> activate(Caller caller, byte[] body) {
    JobPoll poll = jobs.activate(JobBodies.activation(fields(body), caller));
    return poll.jobs()
        .onSuccess(found -> poll.delivered())
        .map(found -> new JsonObject(JobJson.activated(found, tokens)));
  }

  Future<JsonObject> report(Caller caller, byte[] body) {
    return reports.take(reports.read(fields(body), caller)).map(JsonObject::new);
  }

  private static Fields fields(byte[] body) {
    return Fields.of(JsonDecoder.decode(body));
  }
}
