/** Actors, API keys and the credentials that calls come with (spec 4.1). */
@NullMarked
package dev.spendweir.server.store.people;

import org.jspecify.annotations.NullMarked;
