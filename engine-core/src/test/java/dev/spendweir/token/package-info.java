@NullMarked
package dev.spendweir.token;

import org.jspecify.annotations.NullMarked;
