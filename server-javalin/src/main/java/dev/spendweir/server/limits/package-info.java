/**
 * Bounds on what the server does at once: bytes of bodies in memory, gate calls in flight (spec 9.2).
 */
@NullMarked
package dev.spendweir.server.limits;

import org.jspecify.annotations.NullMarked;
