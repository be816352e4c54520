/** Approval requests as the server keeps them, and what the ledger is told of them (spec 2). Immutable values. */
@NullMarked
package dev.spendweir.server.approval;

import org.jspecify.annotations.NullMarked;
