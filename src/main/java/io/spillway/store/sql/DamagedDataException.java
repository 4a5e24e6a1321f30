package io.spillway.store.sql;

import io.spillway.store.StoreException;

/** Rows could not be read since what is stored is damaged. Others can be read. */
final class DamagedDataException extends StoreException {
  private static final long serialVersionUID = 1;

  DamagedDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
