package dev.spendweir.cli.client;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.cli.CliException;
import java.net.http.HttpHeaders;
import java.util.Objects;
import java.util.Optional;

/** What a server answered. Immutable. */
public final class ServerAnswer {

    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    /** An answer; the bytes are kept as they are. */
    public ServerAnswer(int status, HttpHeaders headers, byte[] body) {
        this.status = status;
        this.headers = Objects.requireNonNull(headers, "headers");
        this.body = body.clone();
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** Whether the call was answered as asked (2xx). */
    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** The body; a copy. */
    public byte[] body() {
        return body.clone();
    }

    /**
     * The body as a JSON object.
     *
     * @throws CliException when it is none: something other than a Spendweir server answered
     */
    public JsonObject json() {
        try {
            if (JsonReader.read(body) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonSyntaxException e) {
            // Said below, in the words of the caller.
        }
        throw new CliException(
                "the answer (HTTP " + status + ") is not a JSON object",
                "is the address that of a Spendweir server, without a path or a proxy's login page in between?");
    }
}
