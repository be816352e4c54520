/** Where the keys that sign approval tokens come from (spec 2.2): the store, a file, or the moment. */
@NullMarked
package dev.spendweir.server.keys;

import org.jspecify.annotations.NullMarked;
