/** The embedded PostgreSQL of the {@code dev} profile: unpack, initialise, start with durability on, stop. */
@NullMarked
package dev.spendweir.server.postgres;

import org.jspecify.annotations.NullMarked;
