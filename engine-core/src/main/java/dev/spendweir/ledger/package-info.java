/**
 * The tamper-evident ledger (spec 3.3): entries, their hashes, the chain, its verification and the line format of a
 * ledger file. Salts, ids and times are arguments; nothing here reads a clock or draws a random number.
 */
@NullMarked
package dev.spendweir.ledger;

import org.jspecify.annotations.NullMarked;
