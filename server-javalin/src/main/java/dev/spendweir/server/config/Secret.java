package dev.spendweir.server.config;

/** A text that must not be seen: it prints as {@code [secret]} and is equal only to itself. Immutable. */
public final class Secret {

    private final String text;

    /** Wraps a text. */
    public Secret(String text) {
        this.text = text;
    }

    /** The text, for the one place that needs it. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
