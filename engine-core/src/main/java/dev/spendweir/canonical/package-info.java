/**
 * JSON as values, read strictly and written canonically (RFC 8259, RFC 7493, RFC 8785), and SHA-256 over it.
 *
 * <p>The only package that touches doubles: RFC 8785 defines numbers by them.
 */
@NullMarked
package dev.spendweir.canonical;

import org.jspecify.annotations.NullMarked;
