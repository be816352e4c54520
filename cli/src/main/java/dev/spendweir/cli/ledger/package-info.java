/** Verifies ledgers, from files or at a server, and says what is wrong with them in an exit code. */
@NullMarked
package dev.spendweir.cli.ledger;

import org.jspecify.annotations.NullMarked;
