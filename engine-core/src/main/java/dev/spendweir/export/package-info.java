/**
 * A tenant's window of the ledger as one bundle of files with a signed manifest (spec 3.4), and its verification with nothing
 * but public keys. Pure; packing and reading archives is for the shell.
 */
@NullMarked
package dev.spendweir.export;

import org.jspecify.annotations.NullMarked;
