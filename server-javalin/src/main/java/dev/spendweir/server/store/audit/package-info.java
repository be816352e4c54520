/** Reading what was decided and what the ledger holds, and verifying it (spec 3.3, 11). */
@NullMarked
package dev.spendweir.server.store.audit;

import org.jspecify.annotations.NullMarked;
