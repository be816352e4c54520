/** Ed25519 (RFC 8032), and the only package that knows the library that computes it. Pure functions. */
@NullMarked
package dev.spendweir.signature;

import org.jspecify.annotations.NullMarked;
