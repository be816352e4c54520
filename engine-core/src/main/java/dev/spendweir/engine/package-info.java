/**
 * The decision engine's front door: from a normalised request, a policy, a snapshot of the tenant's money and an
 * instant given by the caller to one decision. Everything in this module is a pure function over immutable values,
 * so the same input gives the same bytes on every machine and JDK, and every type may be shared between threads.
 */
@NullMarked
package dev.spendweir.engine;

import org.jspecify.annotations.NullMarked;
