package io.spillway.domain.audit;

/**
 * A point in the chain of audit rows.
 *
 * @param number of a row
 * @param hash of that row
 */
public record ChainPoint(long number, String hash) {
  /** The previous hash of the first row of all: 64 zeros. */
  public static final String GENESIS_HASH = "0".repeat(64);

  /** Whether no row of the chain is before this point. */
  public boolean isGenesis() {
    return hash.equals(GENESIS_HASH);
  }
}
