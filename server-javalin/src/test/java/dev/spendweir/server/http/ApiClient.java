package dev.spendweir.server.http;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Calls a server as one credential; every answer, and every body that was taken, is held against the OpenAPI document. */
final class ApiClient {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ApiContract CONTRACT = new ApiContract();

    /** An answer. */
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String text() {
            return response.body();
        }

        JsonObject json() {
            return (JsonObject) JsonReader.read(response.body());
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The text of a member of the body. */
        String field(String name) {
            JsonValue value = json().get(name);
            if (value instanceof JsonString string) {
                return string.value();
            }
            throw new AssertionError(name + " is no text in " + text());
        }

        String code() {
            return field("code");
        }

        @Override
        public String toString() {
            return response.request().uri() + " -> " + status() + " " + text();
        }
    }

    private final URI base;
    private final @Nullable String key;

    ApiClient(URI base, @Nullable String key) {
        this.base = base;
        this.key = key;
    }

    /** The same server as another credential; null: none. */
    ApiClient as(@Nullable String otherKey) {
        return new ApiClient(base, otherKey);
    }

    URI base() {
        return base;
    }

    String key() {
        return String.valueOf(key);
    }

    Answer get(String path, String... headers) {
        return send("GET", path, null, null, headers);
    }

    Answer delete(String path) {
        return send("DELETE", path, null, null);
    }

    Answer post(String path, String json, String... headers) {
        return send("POST", path, "application/json", json.getBytes(StandardCharsets.UTF_8), headers);
    }

    Answer put(String path, String json, String... headers) {
        return send("PUT", path, "application/json", json.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** The body of an answer that is no text. */
    HttpResponse<byte[]> download(String path) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + key)
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Answer send(String method, String path, @Nullable String mediaType, byte @Nullable [] body, String... headers) {
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(method, publisher);
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (mediaType != null) {
            request.header("Content-Type", mediaType);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            check(method, path, mediaType, body, response);
            return new Answer(response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void check(
            String method,
            String path,
            @Nullable String mediaType,
            byte @Nullable [] body,
            HttpResponse<String> response) {
        if (!method.equals("HEAD")) {
            CONTRACT.checkResponse(method, path, response.statusCode(), response.headers(), response.body());
        }
        boolean plain = body != null
                && mediaType != null
                && !response.request().headers().map().containsKey("Content-Encoding");
        if (plain && response.statusCode() < 300) {
            String type = mediaType.split(";", 2)[0];
            CONTRACT.checkAcceptedRequest(method, path, type, new String(body, StandardCharsets.UTF_8));
        }
    }
}
