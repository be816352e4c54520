/** What sealing the ledger takes besides the database (spec 3.3): its signing key and the copies outside. */
@NullMarked
package dev.spendweir.server.sealing;

import org.jspecify.annotations.NullMarked;
