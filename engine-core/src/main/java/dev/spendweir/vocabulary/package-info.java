/**
 * The words of the wire that several concepts share: sources, environment classes, modes, outcomes, reasons, roles.
 *
 * <p>They live in a package of their own so that the concepts do not depend on each other in circles.
 */
@NullMarked
package dev.spendweir.vocabulary;

import org.jspecify.annotations.NullMarked;
