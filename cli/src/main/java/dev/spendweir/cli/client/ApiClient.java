package dev.spendweir.cli.client;

import dev.spendweir.cli.CliException;
import dev.spendweir.server.outgoing.BoundedBody;
import dev.spendweir.server.outgoing.OutgoingException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls one server with one API key. Every call carries the request id; redirects are not followed, because they would
 * carry the key to another place. Thread-safe.
 */
public final class ApiClient {

    /** A server that does not take a connection within this time will not answer in time either. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Far above a page of a list or a decision with its plan; whatever sends more is no Spendweir server. */
    private static final long LONGEST_ANSWER = 64 << 20;

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
     * @param timeout how long the whole call may take, the answer's last byte included; above zero
     * @throws NoAnswerException when there is no answer, or not in time
     * @throws CliException when the answer is longer than 64 MiB
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
        return exchange(request.build(), timeout);
    }

    private ServerAnswer exchange(HttpRequest request, Duration timeout) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, head -> new BoundedBody(LONGEST_ANSWER));
        try {
            // The request's own timeout ends with the answer's head; a body may still hang.
            HttpResponse<byte[]> response = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return new ServerAnswer(response.statusCode(), response.headers(), response.body());
        } catch (TimeoutException e) {
            throw late();
        } catch (ExecutionException e) {
            throw failure(Objects.requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted while waiting for the server " + server);
        } finally {
            answer.cancel(true);
        }
    }

    private RuntimeException failure(Throwable cause) {
        if (cause instanceof HttpConnectTimeoutException) {
            return new NoAnswerException("the server " + server + " takes no connection");
        }
        if (cause instanceof HttpTimeoutException) {
            return late();
        }
        String message = cause.getClass().getSimpleName().replaceAll("Exception$", "");
        for (@Nullable Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof OutgoingException) {
                return new CliException(
                        "the server " + server + " cannot be understood: " + at.getMessage(),
                        "is the address that of a Spendweir server?");
            }
            if (at instanceof UnresolvedAddressException) {
                message = "there is no host of that name";
            } else if (at.getMessage() != null && !at.getMessage().isBlank()) {
                message = at.getMessage();
            } else if (at instanceof ConnectException) {
                message = "nobody takes connections there";
            }
        }
        return new NoAnswerException("the server " + server + " cannot be reached: " + message);
    }

    private NoAnswerException late() {
        return new NoAnswerException("the server " + server + " did not answer in time");
    }
}
