/**
 * Decides without a server: budgets, credits, costs and holds are files in a directory, beside the same ledger that a
 * server keeps. A call is one durable step under a file lock; after a crash in the middle the next call finishes it
 * (docs/local-mode.md).
 */
@NullMarked
package dev.spendweir.cli.local;

import org.jspecify.annotations.NullMarked;
