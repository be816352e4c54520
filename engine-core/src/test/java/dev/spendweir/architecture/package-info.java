/** The rules of the design that the compiler cannot check, and for each rule the proof that it can fail. */
@NullMarked
package dev.spendweir.architecture;

import org.jspecify.annotations.NullMarked;
