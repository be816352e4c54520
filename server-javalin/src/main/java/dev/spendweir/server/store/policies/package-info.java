/** Versions of a tenant's policy (spec 1.3, 3.2). */
@NullMarked
package dev.spendweir.server.store.policies;

import org.jspecify.annotations.NullMarked;
