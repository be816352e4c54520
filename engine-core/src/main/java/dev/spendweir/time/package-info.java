/** Times and dates as they travel, and calendar arithmetic on days counted from 1970-01-01 (spec 10 A5-A7). */
@NullMarked
package dev.spendweir.time;

import org.jspecify.annotations.NullMarked;
