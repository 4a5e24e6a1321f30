package io.spillway.store;

/** The row was changed concurrently since the writer read it; nothing was written. */
public final class StaleWriteException extends StoreException {
  private static final long serialVersionUID = 1;

  /**
   * @param what the kind of row
   * @param id its id
   * @param expected the revision that the writer expected to find
   */
  public StaleWriteException(String what, Object id, long expected) {
    super(what + " " + id + " is no longer at revision " + expected);
  }

  /**
   * @param what the kind of row
   * @param id its id
   * @param expected the revision that the writer expected to find
   * @param epoch the ownership epoch of the writer
   */
  public StaleWriteException(String what, Object id, long expected, long epoch) {
    super(what + " " + id + " is no longer at revision " + expected + " of epoch " + epoch);
  }
}
