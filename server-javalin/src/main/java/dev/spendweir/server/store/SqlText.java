package dev.spendweir.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads the statements that lie as .sql files beside the adapter that uses them. */
public final class SqlText {
    private SqlText() {}

    /** The text of a file in the package of {@code adapter}. */
    public static String read(Class<?> adapter, String name) {
        return new String(bytes(adapter, name), StandardCharsets.UTF_8);
    }

    /** The bytes of a file in the package of {@code adapter}. */
    static byte[] bytes(Class<?> adapter, String name) {
        try (InputStream in = adapter.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
