package dev.spendweir.canonical;

/** The JSON null. */
public enum JsonNull implements JsonValue {
    NULL
}
