package dev.spendweir.server.http;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.auth.Identity;
import dev.spendweir.server.limits.BodyBudget;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.people.Precondition;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One call on its way through a handler: who asks, and the parts of the message. Used by one thread at a time. */
final class Call {

    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7e]{4,255}");

    /** A path parameter names a thing; nothing has a name longer than this (spec 1.2). */
    private static final int LONGEST_PATH_PARAMETER = 512;

    private final Context context;
    private final TraceIds ids;
    private final @Nullable Identity identity;
    private final BodyBudget.Claim claim;
    private final Executor later;

    Call(Context context, TraceIds ids, @Nullable Identity identity, BodyBudget.Claim claim, Executor later) {
        this.context = context;
        this.ids = ids;
        this.later = later;
        this.identity = identity;
        this.claim = claim;
    }

    /** Who calls. */
    Identity identity() {
        if (identity == null) {
            throw new IllegalStateException("a public route asked for the caller");
        }
        return identity;
    }

    /** The caller's tenant. */
    String tenant() {
        return identity().tenantId();
    }

    /** Who acts, as the store wants to know it. */
    Caller caller() {
        return new Caller(identity().tenantId(), identity().actorId(), ids.requestId(), ids.traceId());
    }

    TraceIds ids() {
        return ids;
    }

    /**
     * A parameter of the path, decoded.
     *
     * @throws RejectedException {@code NOT_FOUND} when it is too long to name anything
     */
    String path(String name) {
        String value = context.pathParam(name);
        if (value.length() > LONGEST_PATH_PARAMETER || value.indexOf('\0') >= 0) {
            throw notFound();
        }
        return value;
    }

    /** The answer for a thing that is not there, or is another tenant's: the same words for both. */
    static RejectedException notFound() {
        return new RejectedException(ErrorCode.NOT_FOUND, "there is no such thing here");
    }

    /** The query parameters, each at most once. */
    Parameters parameters() {
        return new Parameters(context.queryParamMap());
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(context.header(name));
    }

    /**
     * The header {@code Idempotency-Key} (spec 4.4).
     *
     * @throws RejectedException {@code IDEMPOTENCY_KEY_INVALID}
     */
    Optional<String> idempotencyKey() {
        Optional<String> key = header("Idempotency-Key");
        key.ifPresent(text -> {
            if (!isIdempotencyKey(text)) {
                throw new RejectedException(
                        ErrorCode.IDEMPOTENCY_KEY_INVALID,
                        "the header Idempotency-Key takes 4 to 255 visible ASCII characters without blanks");
            }
        });
        return key;
    }

    /**
     * The key of the header, else that of the body (spec 4.4).
     *
     * @throws RejectedException {@code IDEMPOTENCY_KEY_INVALID}
     */
    Optional<String> idempotencyKey(@Nullable String inBody) {
        Optional<String> header = idempotencyKey();
        if (inBody != null && !isIdempotencyKey(inBody)) {
            throw new RejectedException(
                    ErrorCode.IDEMPOTENCY_KEY_INVALID,
                    "/idempotency_key",
                    "an idempotency key has 4 to 255 visible ASCII characters without blanks");
        }
        return header.isPresent() ? header : Optional.ofNullable(inBody);
    }

    private static boolean isIdempotencyKey(String text) {
        return IDEMPOTENCY_KEY.matcher(text).matches();
    }

    /**
     * The deadline of this call: the server's, or less when the caller says how long it waits (spec 3.1).
     *
     * @throws RejectedException {@code INVALID_PARAMETER}
     */
    Duration deadline(Duration servers) {
        return header("Spendweir-Timeout-Millis")
                .map(text -> CallerTimeout.lessAFifth(text, servers))
                .orElse(servers);
    }

    /**
     * The body.
     *
     * @throws RejectedException as {@link BodyReader#read}
     */
    Body body(BodyRule rule) {
        return BodyReader.read(context.req(), rule, claim);
    }

    /**
     * The body, when there is one.
     *
     * @throws RejectedException as {@link BodyReader#read}
     */
    Optional<Body> optionalBody(BodyRule rule) {
        return BodyReader.isThere(context.req()) ? Optional.of(body(rule)) : Optional.empty();
    }

    /** The memory that this call holds. */
    BodyBudget.Claim claim() {
        return claim;
    }

    /** Does what is left of this call after it has waited: in a thread of the server, whose log lines carry its ids. */
    Executor later() {
        return later;
    }

    /** The moment at which the body was there. */
    static Instant now() {
        return Instant.now();
    }

    /**
     * What the caller expects to find, where it need not say.
     *
     * @throws RejectedException as {@link IfMatch#parse}
     */
    Precondition precondition() {
        return header("If-Match").isPresent() ? Precondition.existing(ifMatch().version()) : Precondition.NONE;
    }

    IfMatch ifMatch() {
        return IfMatch.parse(context.header("If-Match"));
    }
}
