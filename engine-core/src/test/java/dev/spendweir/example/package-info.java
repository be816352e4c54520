/** Programs that docs show to readers; tests compile and run them. */
@NullMarked
package dev.spendweir.example;

import org.jspecify.annotations.NullMarked;
