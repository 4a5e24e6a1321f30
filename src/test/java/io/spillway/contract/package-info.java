/**
 * Holds answers against the OpenAPI document.
 *
 * <p>{@link io.spillway.contract.Document} is the document, read anew and strictly: a schema with a
 * keyword that is not understood is refused. {@link io.spillway.contract.AnswerCheck} finds what is
 * wrong with an answer: a status, a type or a header that the document does not name, a body of
 * another shape, a field that nothing describes. {@link io.spillway.contract.CheckedHttpClient}
 * does that to every answer that the tests get by HTTP.
 */
@NullMarked
package io.spillway.contract;

import org.jspecify.annotations.NullMarked;
