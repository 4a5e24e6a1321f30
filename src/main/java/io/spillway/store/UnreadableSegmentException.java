package io.spillway.store;

/** A stored segment is damaged. Others can be read; trying again does not help. */
public final class UnreadableSegmentException extends StoreException {
  private static final long serialVersionUID = 1;

  /**
   * @param segmentId which
   * @param cause what is wrong with it
   */
  public UnreadableSegmentException(long segmentId, String cause) {
    super("segment " + segmentId + " cannot be read: " + cause);
  }
}
