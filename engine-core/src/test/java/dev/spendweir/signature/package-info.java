@NullMarked
package dev.spendweir.signature;

import org.jspecify.annotations.NullMarked;
