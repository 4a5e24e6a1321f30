package io.spillway.engine.webhook;

/** What a request of a webhook is about, named as by C1. */
enum WebhookEvent {
  /** A step of an execution. */
  STEP("c1.webhooks.v1.PayloadWorkflowStep"),
  /** A test by an administrator. */
  TEST("c1.webhooks.v1.PayloadTest");

  private final String wireName;

  WebhookEvent(String wireName) {
    this.wireName = wireName;
  }

  String wireName() {
    return wireName;
  }
}
