package dev.spendweir.cli.client;

import dev.spendweir.cli.CliException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls one server with one API key. Every call carries the request id; redirects are not followed, because they would
 * carry the key to another place. Thread-safe.
 */
public final class ApiClient {

    /** A server that does not take a connection within this time will not answer in time either. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http;
    private final ServerAddress server;
    private final @Nullable ApiKey key;
    private final String requestId;

    /** A client; without a key only public routes answer. */
    public ApiClient(ServerAddress server, @Nullable ApiKey key, String requestId) {
        this.server = Objects.requireNonNull(server, "server");
        this.key = key;
        this.requestId = Objects.requireNonNull(requestId, "requestId");
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** The server that is called. */
    public ServerAddress server() {
        return server;
    }

    /**
     * Makes one call and waits for its answer.
     *
     * @param timeout how long the whole call may take, above zero
     * @throws NoAnswerException when there is no answer, or not in time
     */
    public ServerAnswer send(ApiCall call, Duration timeout) {
        URI uri = server.path(call.path());
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Accept", "application/json, application/problem+json")
                .header("User-Agent", "spendweir-cli")
                .header("X-Request-Id", requestId);
        if (key != null) {
            request.header("Authorization", key.authorization());
        }
        call.headers().forEach(request::header);
        byte[] body = call.body();
        request.method(call.method(), body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        return exchange(request.build());
    }

    private ServerAnswer exchange(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            return new ServerAnswer(response.statusCode(), response.headers(), response.body());
        } catch (HttpConnectTimeoutException e) {
            throw new NoAnswerException("the server " + server + " takes no connection");
        } catch (HttpTimeoutException e) {
            throw new NoAnswerException("the server " + server + " did not answer in time");
        } catch (IOException e) {
            throw new NoAnswerException("the server " + server + " cannot be reached: " + reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted while waiting for the server " + server);
        }
    }

    private static String reason(IOException e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String kind = root.getClass().getSimpleName().replaceAll("Exception$", "");
        return Optional.ofNullable(root.getMessage()).filter(m -> !m.isBlank()).orElse(kind);
    }
}
