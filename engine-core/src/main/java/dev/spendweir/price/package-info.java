/**
 * Price sheets and the price of one resource by its type and attributes (spec 5.1). Pure functions; prices are exact
 * decimals, never doubles. What the sheet cannot price is unknown, never 0.
 */
@NullMarked
package dev.spendweir.price;

import org.jspecify.annotations.NullMarked;
