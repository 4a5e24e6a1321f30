package io.spillway.api.http;

import io.spillway.api.http.route.ApiContract;
import io.spillway.api.http.route.OperationHandler;
import io.spillway.api.http.route.PageTokens;
import io.spillway.api.http.route.RequestGate;
import java.util.LinkedHashMap;
import java.util.Map;

/** The handlers of the operations that require authentication, by operation id. */
final class OperationHandlers {
  private final Map<String, OperationHandler> byId = new LinkedHashMap<>();

  OperationHandlers(
      ApiContract contract, ApiDependencies dependencies, RequestGate gate, ProgressFeed progress) {
    PageTokens tokens = new PageTokens(dependencies.security().pageTokenKey());
    ReviewTokens reviews = new ReviewTokens(dependencies.security().pageTokenKey());

    AutomationsHandler automations = new AutomationsHandler(dependencies);
    byId.put("createAutomation", automations::create);
    byId.put("getAutomation", automations::get);
    byId.put("updateAutomation", automations::update);
    byId.put("deleteAutomation", automations::delete);
    byId.put("executeAutomation", automations::execute);

    AutomationSearchHandler search = new AutomationSearchHandler(dependencies, tokens);
    byId.put("listAutomations", search::list);
    byId.put("searchAutomations", search::search);
    byId.put("searchAutomationsFormerly", search::search);
    byId.put("searchAutomationVersions", search::versions);
    byId.put("searchAutomationVersionsFormerly", search::versions);

    CircuitBreakerHandler breaker = new CircuitBreakerHandler(dependencies, reviews);
    byId.put("clearCircuitBreaker", breaker::clear);
    byId.put("resolvePausedExecutions", breaker::resolvePaused);
    byId.put("getCircuitBreaker", breaker::status);
    byId.put("searchCircuitBreakers", new BreakerSearchHandler(dependencies, tokens)::search);

    byId.put(
        "searchPausedExecutions", new PausedSearchHandler(dependencies, tokens, reviews)::search);

    ResolutionsHandler resolutions = new ResolutionsHandler(dependencies, tokens, gate, progress);
    byId.put("listResolutions", resolutions::list);
    byId.put("getResolution", resolutions::get);
    byId.put("getResolutionManifest", new ManifestHandler(dependencies)::manifest);

    ExecutionsHandler executions = new ExecutionsHandler(dependencies);
    byId.put("getAutomationExecution", executions::get);
    byId.put("terminateAutomationExecution", executions::terminate);
    byId.put("retryAutomationExecution", executions::retry);
    byId.put("listExecutionSteps", new StepsHandler(dependencies)::list);

    JobsHandler jobs = new JobsHandler(dependencies);
    byId.put("activateJobs", jobs::activate);
    byId.put("reportJobs", jobs::report);
    byId.put("completeJob", jobs::complete);
    byId.put("failJob", jobs::fail);
    byId.put("extendJob", jobs::extend);
    byId.put("releaseJob", jobs::release);
    byId.put("listJobTypes", jobs::types);

    ExecutionSearchHandler executionSearch = new ExecutionSearchHandler(dependencies, tokens);
    byId.put("listAutomationExecutions", executionSearch::list);
    byId.put("searchAutomationExecutions", executionSearch::search);
    byId.put("searchAutomationExecutionsFormerly", executionSearch::search);
    byId.put("searchAllAutomationExecutions", executionSearch::searchAll);

    SystemLogHandler systemLog = new SystemLogHandler(dependencies, tokens);
    byId.put("listSystemLogEvents", systemLog::events);
    byId.put("exportSystemLog", systemLog::export);
    byId.put("getCluster", new ClusterHandler(dependencies)::get);

    ClientsHandler clients = new ClientsHandler(dependencies, tokens);
    byId.put("createClient", clients::create);
    byId.put("listClients", clients::list);
    byId.put("getClient", clients::get);
    byId.put("rotateClient", clients::rotate);
    byId.put("revokeClient", clients::revoke);

    WebhooksHandler webhooks = new WebhooksHandler(dependencies, tokens);
    byId.put("createWebhook", webhooks::create);
    byId.put("listWebhooks", webhooks::list);
    byId.put("getWebhook", webhooks::get);
    byId.put("updateWebhook", webhooks::update);
    byId.put("deleteWebhook", webhooks::delete);
    byId.put("testWebhook", webhooks::test);
    byId.put("rotateWebhookSecret", webhooks::rotateSecret);
    byId.put("listWebhookDeliveries", webhooks::deliveries);
    byId.put("searchWebhooks", webhooks::search);
    byId.put("introspect", new IntrospectHandler(contract.accessRules())::introspect);
  }

  Map<String, OperationHandler> byId() {
    return byId;
  }
}
