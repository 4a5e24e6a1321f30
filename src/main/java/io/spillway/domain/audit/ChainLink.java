package io.spillway.domain.audit;

/**
 * What ties an audit row to the one before it.
 *
 * @param previousHash the hash of the row before
 * @param hash of this row, see {@link ChainRow#hash}
 */
public record ChainLink(String previousHash, String hash) {}
