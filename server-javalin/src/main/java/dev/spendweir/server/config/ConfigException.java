package dev.spendweir.server.config;

/**
 * The configuration is not usable. The message is one line: the code, what is wrong, where it was said, and how to fix
 * it; never the value of a secret.
 */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kind of mistake it is; the list is append-only. */
    public enum Code {
        /** The file cannot be read. */
        CONFIG_UNREADABLE,
        /** The file is not one YAML mapping. */
        CONFIG_MALFORMED,
        /** A key or variable that no configuration has. */
        CONFIG_UNKNOWN_KEY,
        /** A value outside its key's rule. */
        CONFIG_INVALID_VALUE,
        /** Values that are each fine but must not go together, or a value that the profile needs. */
        CONFIG_FORBIDDEN
    }

    private final Code code;

    ConfigException(Code code, String message) {
        super(code.name() + ": " + message, null, false, false);
        this.code = code;
    }

    /** What kind of mistake it is. */
    public Code code() {
        return code;
    }
}
