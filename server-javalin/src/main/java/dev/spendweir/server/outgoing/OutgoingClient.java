package dev.spendweir.server.outgoing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls to hosts that the rules allow: directly, without a proxy, cookies or credentials of its own; redirects are
 * never followed; answers are bounded in time and size. Thread-safe.
 */
public final class OutgoingClient {
    /** A host that is there takes a connection in far less. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final HostRules rules;
    private final HttpClient client;

    /** Trusting what the JDK trusts. */
    public OutgoingClient(HostRules rules) {
        this(rules, null);
    }

    /** @param tls whom to trust; null: whom the JDK trusts */
    public OutgoingClient(HostRules rules, @Nullable SSLContext tls) {
        this.rules = rules;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                // The rules judge the address that is connected to; a proxy would hide it.
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(CONNECT_TIMEOUT);
        this.client = (tls == null ? builder : builder.sslContext(tls)).build();
    }

    /** The rules that it keeps. */
    public HostRules rules() {
        return rules;
    }

    /**
     * Makes a call and waits for its whole answer, whatever the status.
     *
     * @throws OutgoingException when there is none
     */
    public OutgoingAnswer send(OutgoingCall call) {
        URI uri = rules.checkNow(call.url());
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request(call, uri), head -> new BoundedBody(call.maxBytes()));
        try {
            return answer(answer.get(call.timeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new OutgoingException(
                    OutgoingException.Kind.TIMEOUT,
                    uri.getHost() + " gave no whole answer in " + call.timeout().toMillis() + " ms",
                    e);
        } catch (ExecutionException e) {
            throw failure(uri, Objects.requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new OutgoingException(OutgoingException.Kind.UNREACHABLE, "the server is stopping", e);
        }
    }

    private static HttpRequest request(OutgoingCall call, URI uri) {
        byte[] body = call.body();
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(call.timeout()).method(call.method(), publisher);
        call.headers().forEach(request::header);
        return request.build();
    }

    private static OutgoingAnswer answer(HttpResponse<byte[]> response) {
        Map<String, String> headers = new LinkedHashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return new OutgoingAnswer(response.statusCode(), headers, response.body());
    }

    private static OutgoingException failure(URI uri, Throwable cause) {
        for (@Nullable Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof OutgoingException known) {
                return known;
            }
        }
        boolean slow = cause instanceof java.net.http.HttpTimeoutException;
        return new OutgoingException(
                slow ? OutgoingException.Kind.TIMEOUT : OutgoingException.Kind.UNREACHABLE,
                uri.getHost() + ": " + cause.getClass().getSimpleName(),
                cause);
    }
}
