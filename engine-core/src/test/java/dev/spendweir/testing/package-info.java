/** Fixtures for tests of this and other modules: short ways to write JSON and findings, and jqwik generators. */
@NullMarked
package dev.spendweir.testing;

import org.jspecify.annotations.NullMarked;
