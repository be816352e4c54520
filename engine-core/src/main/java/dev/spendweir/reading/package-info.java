/**
 * Reading JSON documents field by field so that every mistake is found at once (spec 1.2, 1.3, 1.4, 10 A3, A4).
 *
 * <p>A document's reader says for each field its name, type, range and default in one expression; findings, pointers,
 * unknown members and nulls are dealt with here.
 */
@NullMarked
package dev.spendweir.reading;

import org.jspecify.annotations.NullMarked;
