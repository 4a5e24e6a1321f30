package io.spillway.domain.automation;

/** Fails a future with a {@link Refusal}. Has no stack trace: it is no error. */
public class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Refusal refusal;

  /** For {@link Refusal#asException} and for refusals that some callers tell apart. */
  protected RefusedException(Refusal refusal) {
    super(refusal.message(), null, false, false);
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }
}
