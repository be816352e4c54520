package dev.spendweir.server;

import org.jspecify.annotations.Nullable;

/** The server cannot start. The message is one line: what is wrong and what to do. */
public final class StartupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message one line: what, where, how to fix */
    public StartupException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
