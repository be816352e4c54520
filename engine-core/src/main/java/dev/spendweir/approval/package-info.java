/**
 * Approval requests: who may decide them, what becomes of them, and what an approval covers when a pipeline asks again (spec
 * 2.1, 2.3, 10 A90-A96, N12-N14). Pure functions over immutable values; the shell stores them.
 */
@NullMarked
package dev.spendweir.approval;

import org.jspecify.annotations.NullMarked;
