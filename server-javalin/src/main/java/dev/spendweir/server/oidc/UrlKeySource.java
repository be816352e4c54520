package dev.spendweir.server.oidc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

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
        CompletableFuture<HttpResponse<byte[]>> call = client.sendAsync(request, head -> new BoundedBody());
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
            throw new IOException(String.valueOf(e.getCause()), e);
        } finally {
            call.cancel(true);
        }
    }

    /** Collects a body up to the limit and gives up beyond it. */
    private static final class BoundedBody implements BodySubscriber<byte[]> {
        private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Flow.@Nullable Subscription subscription;

        @Override
        public CompletionStage<byte[]> getBody() {
            return whole;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscribed) {
            subscription = subscribed;
            subscribed.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                if (bytes.size() + buffer.remaining() > MAX_BYTES) {
                    giveUp();
                    return;
                }
                byte[] chunk = new byte[buffer.remaining()];
                buffer.get(chunk);
                bytes.writeBytes(chunk);
            }
        }

        private void giveUp() {
            Flow.Subscription running = subscription;
            if (running != null) {
                running.cancel();
            }
            whole.completeExceptionally(new IOException("the answer is larger than " + MAX_BYTES + " bytes"));
        }

        @Override
        public void onError(Throwable failure) {
            whole.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            whole.complete(bytes.toByteArray());
        }
    }
}
