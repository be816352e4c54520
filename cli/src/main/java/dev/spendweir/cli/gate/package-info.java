/**
 * One gate call from its files to its exit code: the plan is read, priced for display and redacted here, and asked about
 * at a server or in a local state directory (spec 5.1).
 */
@NullMarked
package dev.spendweir.cli.gate;

import org.jspecify.annotations.NullMarked;
