/** Approval requests and their uses on PostgreSQL. */
@NullMarked
package dev.spendweir.server.store.approvals;

import org.jspecify.annotations.NullMarked;
