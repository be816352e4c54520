/** The gate transaction (spec 3.1): one call, one durable step. */
@NullMarked
package dev.spendweir.server.gate;

import org.jspecify.annotations.NullMarked;
