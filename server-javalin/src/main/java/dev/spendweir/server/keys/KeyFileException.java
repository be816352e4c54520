package dev.spendweir.server.keys;

/** A key file cannot be used. The message is one line that names the file and what to do, and nothing of the key. */
public final class KeyFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyFileException(String message) {
        super(message);
    }
}
