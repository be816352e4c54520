/** The five stages that a cost increase has to pass: plan, budget, credits, ceiling (spec 1.7). */
@NullMarked
package dev.spendweir.waterfall;

import org.jspecify.annotations.NullMarked;
