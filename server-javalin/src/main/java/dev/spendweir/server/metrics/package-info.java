/**
 * Prometheus metrics named as spec 9.3 lists them.
 */
@NullMarked
package dev.spendweir.server.metrics;

import org.jspecify.annotations.NullMarked;
