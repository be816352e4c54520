package dev.spendweir.canonical;

/**
 * An immutable JSON value (RFC 8259) whose numbers keep their text.
 *
 * <p>Two values are equal when they have the same members in the same order with equal values and number texts;
 * {@link CanonicalJson} compares by meaning.
 */
public sealed interface JsonValue permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {}
