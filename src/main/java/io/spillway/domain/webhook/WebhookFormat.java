package io.spillway.domain.webhook;

/** What a webhook sends. The names are stored; they never change. */
public enum WebhookFormat {
  /** The envelope and the signed token of ConductorOne. */
  C1,
  /** The payload alone, signed by the rules of Standard Webhooks. */
  STANDARD
}
