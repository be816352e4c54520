/**
 * Cost data as it comes in (spec 5.4): envelopes and FOCUS rows, read and checked. Pure functions and immutable values; what
 * is stored, and whether an event came before, is the shell's business.
 */
@NullMarked
package dev.spendweir.ingest;

import org.jspecify.annotations.NullMarked;
