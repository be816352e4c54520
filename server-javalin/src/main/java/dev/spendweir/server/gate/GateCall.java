package dev.spendweir.server.gate;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.policy.PolicyDocument;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.request.GateRequest;
import dev.spendweir.request.RequestNormalizer;
import dev.spendweir.reservation.Change;
import dev.spendweir.reservation.Place;
import dev.spendweir.server.store.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One call of the gate, not yet normalised: that takes the policy in force (spec 1.2). Immutable. */
public final class GateCall {
    /** Spec 3.1: starts when the body is parsed. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(5);

    /** Holds the place of a key that is made from the fingerprint, which no key is part of. */
    private static final String PENDING_KEY = "pending";

    /** Spec 5.1: this many digits of the fingerprint go into a derived key. */
    private static final int FINGERPRINT_DIGITS = 16;

    private final Caller caller;
    private final JsonObject raw;
    private final @Nullable String changeId;
    private final Stage stage;
    private final @Nullable String runId;
    private final @Nullable String planFileSha256;
    private final @Nullable String consumesVia;
    private final @Nullable String derivedKeyPrefix;
    private final @Nullable String expectedFingerprint;
    private final Instant receivedAt;
    private final Duration deadline;
    private final Consumer<GateRequest> authorise;
    private final UnaryOperator<String> actorOf;

    private GateCall(Builder from) {
        caller = from.caller;
        raw = from.raw;
        changeId = from.changeId;
        stage = from.stage;
        runId = from.runId;
        planFileSha256 = from.planFileSha256;
        consumesVia = from.consumesVia;
        derivedKeyPrefix = from.derivedKeyPrefix;
        expectedFingerprint = from.expectedFingerprint;
        receivedAt = Objects.requireNonNull(from.receivedAt, "receivedAt");
        deadline = from.deadline;
        authorise = from.authorise;
        actorOf = from.actorOf;
    }

    /**
     * A builder for a call.
     *
     * @param raw the request of spec 1.2 with every field that the route puts in
     */
    public static Builder builder(Caller caller, JsonObject raw) {
        return new Builder(caller, raw);
    }

    Caller caller() {
        return caller;
    }

    Stage stage() {
        return stage;
    }

    @Nullable
    String runId() {
        return runId;
    }

    /** The hash of the binary plan, lower-case hex; null without one. It stands beside the request (spec 5.1). */
    public @Nullable String planFileSha256() {
        return planFileSha256;
    }

    /**
     * By which way an approved approval that covers this call is used in its own transaction (spec 2.3, how it goes on);
     * null: it is not used.
     */
    @Nullable
    String consumesVia() {
        return consumesVia;
    }

    /** When the answer must be out. */
    Instant deadline() {
        return receivedAt.plus(deadline);
    }

    /** The change that a normalised request of this call is about. */
    Change changeOf(GateRequest request) {
        Place place =
                new Place(request.source(), request.projectId(), request.environment(), request.resourceReference());
        return new Change(place, changeId);
    }

    /** Everybody behind the call: its submitter, its requester as it was named, and the actor who goes by that name. */
    List<String> askers(GateRequest request) {
        return Stream.of(caller.actorId(), request.requesterId(), actorOf.apply(request.requesterId()))
                .distinct()
                .toList();
    }

    /**
     * Normalises by a policy and asks whether the caller may.
     *
     * @throws RejectedException for a bad request, {@code TENANT_MISMATCH}, {@code FINGERPRINT_MISMATCH}, and whatever the
     *     call's own check throws
     */
    GateRequest normalize(PolicyDocument policy) {
        GateRequest request = derivedKeyPrefix == null
                ? RequestNormalizer.normalize(raw, policy)
                : RequestNormalizer.normalize(withDerivedKey(policy, derivedKeyPrefix), policy);
        if (!request.tenantId().equals(caller.tenantId())) {
            throw new RejectedException(ErrorCode.TENANT_MISMATCH, "/tenant_id", "the credential is another tenant's");
        }
        if (expectedFingerprint != null && !expectedFingerprint.equals(request.fingerprint())) {
            throw new RejectedException(
                    ErrorCode.FINGERPRINT_MISMATCH,
                    "/expected_request_fingerprint",
                    "the request's fingerprint is " + request.fingerprint());
        }
        authorise.accept(request);
        return request;
    }

    private JsonObject withDerivedKey(PolicyDocument policy, String prefix) {
        GateRequest draft =
                RequestNormalizer.normalize(raw.with("idempotency_key", new JsonString(PENDING_KEY)), policy);
        String key = prefix + ":" + draft.fingerprint().substring(0, FINGERPRINT_DIGITS);
        return raw.with("idempotency_key", new JsonString(key));
    }

    /** Collects the parts of a call; not thread-safe. */
    public static final class Builder {
        private final Caller caller;
        private JsonObject raw;
        private @Nullable String changeId;
        private Stage stage = Stage.NONE;
        private @Nullable String runId;
        private @Nullable String planFileSha256;
        private @Nullable String consumesVia;
        private @Nullable String derivedKeyPrefix;
        private @Nullable String expectedFingerprint;
        private @Nullable Instant receivedAt;
        private Duration deadline = DEFAULT_DEADLINE;
        private Consumer<GateRequest> authorise = request -> {};
        private UnaryOperator<String> actorOf = UnaryOperator.identity();

        private Builder(Caller caller, JsonObject raw) {
            this.caller = caller;
            this.raw = raw;
        }

        /** The pull request or commit; null: the call is a change of its own. */
        public Builder changeId(@Nullable String id) {
            changeId = id;
            return this;
        }

        /** Default {@link Stage#NONE}. */
        public Builder stage(Stage value) {
            stage = value;
            return this;
        }

        /** The pipeline's run with its attempt; null: none. */
        public Builder runId(@Nullable String id) {
            runId = id;
            return this;
        }

        /** SHA-256 of the binary plan, 64 lower-case hex digits; null: not known. */
        public Builder planFileSha256(@Nullable String sha256) {
            planFileSha256 = sha256;
            return this;
        }

        /** For callers that cannot carry a token: an approved approval that covers the call is used by it (spec 2.3). */
        public Builder consumesVia(String way) {
            consumesVia = way;
            return this;
        }

        /** Sets the request's key; wins over one in the body (spec 4.4). */
        public Builder idempotencyKey(String key) {
            raw = raw.with("idempotency_key", new JsonString(key));
            return this;
        }

        /** The key becomes {@code prefix:} and the first 16 digits of the fingerprint (spec 5.1). */
        public Builder derivedKey(String prefix) {
            derivedKeyPrefix = prefix;
            return this;
        }

        /** Null: any. */
        public Builder expectedFingerprint(@Nullable String fingerprint) {
            expectedFingerprint = fingerprint;
            return this;
        }

        /** When the body was parsed, by the server's clock; the deadline counts from it. Required. */
        public Builder receivedAt(Instant time) {
            receivedAt = time;
            return this;
        }

        /** How long the answer may take; default {@link #DEFAULT_DEADLINE}. */
        public Builder deadline(Duration time) {
            deadline = time;
            return this;
        }

        /** A check of the normalised request before anything is read; it throws {@link RejectedException} to refuse. */
        public Builder authorise(Consumer<GateRequest> check) {
            authorise = check;
            return this;
        }

        /** Says which actor goes by a name (spec 2.1 point 3); default: each name is its own. */
        public Builder actorOf(UnaryOperator<String> lookUp) {
            actorOf = lookUp;
            return this;
        }

        /** The call. */
        public GateCall build() {
            return new GateCall(this);
        }
    }
}
