package dev.spendweir.cli.client;

import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An API key, or a token of an identity provider that the server trusts. It comes from a file or from the environment, never
 * from the command line, which every process of the machine can read; and it never shows in a text of ours.
 */
public final class ApiKey {

    /** The environment variable that holds a key or token. */
    public static final String VARIABLE = "SPENDWEIR_API_KEY";

    /** A key is some fifty characters, a token some thousand; servers take no longer header than this. */
    private static final int MAX_LENGTH = 16 * 1024;

    private final String text;

    private ApiKey(String text) {
        this.text = text;
    }

    /**
     * The key from the file, when one is named, else from {@value #VARIABLE}.
     *
     * @throws CliException when neither gives a key
     */
    public static ApiKey find(CliContext context, @Nullable Path file) {
        String text = file == null ? context.env(VARIABLE) : read(file);
        if (text.isEmpty() && file == null) {
            throw CliException.usage(
                    "no API key",
                    "set " + VARIABLE
                            + " or name a file with --api-key-file (owners make keys: spendweir keys create)");
        }
        return of(text, file == null ? VARIABLE : "the file " + file);
    }

    /**
     * A key from its text.
     *
     * @throws CliException when it cannot be one
     */
    public static ApiKey of(String text) {
        return of(text, "the text");
    }

    /** @param where it was found, for the message */
    private static ApiKey of(String text, String where) {
        Objects.requireNonNull(text, "text");
        if (text.isEmpty() || text.length() > MAX_LENGTH || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new CliException(where + " holds no API key", "visible ASCII characters on one line are expected");
        }
        return new ApiKey(text);
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) > MAX_LENGTH * 2L) {
                throw new CliException("the file " + file + " is too long to hold an API key");
            }
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new CliException("the API key file " + file + " cannot be read", "is it there and yours to read?");
        }
    }

    /** The value of the Authorization header. */
    String authorization() {
        return "Bearer " + text;
    }

    @Override
    public String toString() {
        return "API key (not shown)";
    }
}
