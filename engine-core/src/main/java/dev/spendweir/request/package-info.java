/** What is asked: reading, normalising and fingerprinting of a gate request (spec 1.2). */
@NullMarked
package dev.spendweir.request;

import org.jspecify.annotations.NullMarked;
