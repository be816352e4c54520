/** What the cost data says on a day: spend, forecast, anomaly, risk (spec 1.5). */
@NullMarked
package dev.spendweir.context;

import org.jspecify.annotations.NullMarked;
