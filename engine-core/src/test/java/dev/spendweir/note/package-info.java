@NullMarked
package dev.spendweir.note;

import org.jspecify.annotations.NullMarked;
