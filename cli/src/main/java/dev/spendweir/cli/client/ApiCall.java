package dev.spendweir.cli.client;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/** One call to make: method, path, headers and body. Immutable. */
public final class ApiCall {

    private final String method;
    private final String path;
    private final Map<String, String> headers;
    private final byte[] body;

    private ApiCall(String method, String path, Map<String, String> headers, byte[] body) {
        this.method = Objects.requireNonNull(method, "method");
        this.path = Objects.requireNonNull(path, "path");
        this.headers = Map.copyOf(headers);
        this.body = body;
    }

    /** A call without a body. */
    public static ApiCall of(String method, String path) {
        return new ApiCall(method, path, Map.of(), new byte[0]);
    }

    /** A call with a JSON body. */
    public static ApiCall json(String method, String path, JsonValue body) {
        return bytes(method, path, "application/json", CanonicalJson.bytes(body));
    }

    /** A call with a body of that media type. */
    public static ApiCall bytes(String method, String path, String mediaType, byte[] body) {
        return new ApiCall(method, path, Map.of("Content-Type", mediaType), body.clone());
    }

    /** A call with a JSON body that is written while it is compressed, so that only its compressed form is held. */
    public static ApiCall gzippedJson(String method, String path, BodyWriter body) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(compressed, 1 << 16)) {
            body.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> headers = Map.of("Content-Type", "application/json", "Content-Encoding", "gzip");
        return new ApiCall(method, path, headers, compressed.toByteArray());
    }

    /** Writes a body. */
    @FunctionalInterface
    public interface BodyWriter {
        /** Writes all of it; does not close the stream. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** The same call with one more header. */
    public ApiCall withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiCall(method, path, more, body);
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body.clone();
    }
}
