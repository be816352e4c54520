package dev.spendweir.server.oidc;

import dev.spendweir.server.outgoing.BoundedBody;
import dev.spendweir.server.outgoing.OutgoingException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A JWK set at a configured address: one GET, no redirects, bounded in time and size. The address is the configuration's; no
 * part of any token ever leads anywhere. Thread-safe.
 */
final class UrlKeySource implements KeySource {

    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** For everything together, the last byte of the body included. */
    private static final Duration TOTAL = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final HttpRequest request;

    UrlKeySource(URI address) {
        request = HttpRequest.newBuilder(address)
                .timeout(TOTAL)
                .header("Accept", "application/jwk-set+json, application/json")
                .GET()
                .build();
    }

    @Override
    public byte[] read() throws IOException {
        CompletableFuture<HttpResponse<byte[]>> call = client.sendAsync(request, head -> new BoundedBody(MAX_BYTES));
        try {
            HttpResponse<byte[]> response = call.get(TOTAL.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("the answer has status " + response.statusCode());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (TimeoutException e) {
            throw new IOException("no whole answer within " + TOTAL.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IOException(cause instanceof OutgoingException ? cause.getMessage() : cause.toString(), e);
        } finally {
            call.cancel(true);
        }
    }
}
