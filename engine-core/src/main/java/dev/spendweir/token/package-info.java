/**
 * Approval tokens: minted for an approved request, verified before a change is applied, and the ring of keys that signs them
 * (spec 2.2). Pure functions over immutable values; the shell brings keys, clock and ids.
 */
@NullMarked
package dev.spendweir.token;

import org.jspecify.annotations.NullMarked;
