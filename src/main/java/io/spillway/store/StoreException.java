package io.spillway.store;

import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * An operation of the store failed without effect, unless this is an {@link
 * UnknownOutcomeException}.
 */
public class StoreException extends RuntimeException {
  /** For the warning of a request that fails since the store, or the data grid, does. */
  public static final Marker UNAVAILABLE =
      MarkerFactory.getMarker("store or data grid not available");

  private static final long serialVersionUID = 1;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
