/**
 * The server that puts the engine behind HTTP and makes its decisions durable: it knows protocols, identities,
 * configuration and PostgreSQL, and hands the engine plain values. It adds no rule of its own to a decision; when a
 * dependency fails, it answers with the fail-safe outcome of the policy's mode or refuses the call.
 */
@NullMarked
package dev.spendweir.server;

import org.jspecify.annotations.NullMarked;
