/**
 * JSON log lines with the fixed keys of spec 9.3.
 */
@NullMarked
package dev.spendweir.server.logging;

import org.jspecify.annotations.NullMarked;
