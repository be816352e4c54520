package dev.spendweir.vectors;

import dev.spendweir.amount.Amount;
import dev.spendweir.approval.ApprovalOp;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.export.ExportOps;
import dev.spendweir.ingest.IngestOps;
import dev.spendweir.ledger.AuditOps;
import dev.spendweir.ledger.LedgerOps;
import dev.spendweir.ledger.MerkleOps;
import dev.spendweir.outcome.FailsafeCause;
import dev.spendweir.policy.Policy;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.policy.PolicyWarning;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.request.GateRequest;
import dev.spendweir.request.RequestNormalizer;
import dev.spendweir.reservation.ReservationOp;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.snapshot.SnapshotParser;
import dev.spendweir.time.ClockTime;
import dev.spendweir.token.TokenOp;
import dev.spendweir.token.TokenVerdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The operations of the conformance protocol on the built-in engine (spec 8): each a pure function from the op's input to
 * its result or its error. Thread-safe.
 */
public final class EngineOps {

    private final GateEngine engine;
    private final Map<String, Function<JsonObject, JsonObject>> ops;

    /** Ops on an engine; one without rule compiler answers {@code OP_UNSUPPORTED} to policies with rules. */
    public EngineOps(GateEngine engine) {
        this.engine = engine;
        this.ops = Map.ofEntries(
                Map.entry("amount.parse", EngineOps::parseAmount),
                Map.entry("json.canonicalize", EngineOps::canonicalize),
                Map.entry("request.normalize", EngineOps::normalize),
                Map.entry("policy.canonicalize", EngineOps::canonicalPolicy),
                Map.entry("context.compute", this::context),
                Map.entry("waterfall.evaluate", this::waterfall),
                Map.entry("decision.decide", this::decide),
                Map.entry("decision.failsafe", this::failsafe),
                Map.entry("approval.apply", ApprovalOp::apply),
                Map.entry("token.verify", EngineOps::verifyToken),
                Map.entry("reservation.apply", ReservationOp::apply),
                Map.entry("ingest.accept", IngestOps::accept),
                Map.entry("ingest.focus", IngestOps::focus),
                Map.entry("ledger.entry_hash", LedgerOps::entryHash),
                Map.entry("ledger.chain", LedgerOps::chain),
                Map.entry("ledger.verify", AuditOps::verify),
                Map.entry("checkpoint.sign", AuditOps::sign),
                Map.entry("checkpoint.verify", AuditOps::verifyCheckpoint),
                Map.entry("merkle.root", MerkleOps::root),
                Map.entry("merkle.inclusion", MerkleOps::inclusion),
                Map.entry("merkle.consistency", MerkleOps::consistency),
                Map.entry("export.build", ExportOps::build),
                Map.entry("export.parity", ExportOps::parity),
                Map.entry("export.verify", ExportOps::verify));
    }

    /** The names of the ops. */
    public List<String> names() {
        return ops.keySet().stream().sorted().toList();
    }

    /** Runs an op; never throws for bad input. */
    public OpAnswer apply(String op, JsonObject input) {
        Function<JsonObject, JsonObject> function = ops.get(op);
        if (function == null) {
            return OpAnswer.error(ErrorCode.OP_UNSUPPORTED);
        }
        try {
            return OpAnswer.result(function.apply(input));
        } catch (Computing e) {
            return OpAnswer.error(e.code, e.claim);
        } catch (RejectedException e) {
            return OpAnswer.rejected(e);
        }
    }

    private static JsonObject parseAmount(JsonObject input) {
        Amount amount = withoutFindings(() -> Amount.read(input.get("value")));
        return JsonObject.builder().put("amount", amount.toString()).build();
    }

    private static JsonObject canonicalize(JsonObject input) {
        if (!(input.get("text") instanceof JsonString text)) {
            throw new Computing(ErrorCode.INVALID_JSON);
        }
        byte[] canonical;
        try {
            canonical = CanonicalJson.bytes(JsonReader.read(text.value()));
        } catch (JsonSyntaxException | RejectedException e) {
            throw new Computing(ErrorCode.INVALID_JSON);
        }
        return JsonObject.builder()
                .put("canonical", new String(canonical, StandardCharsets.UTF_8))
                .put("sha256", Sha256Hex.of(canonical))
                .build();
    }

    private static JsonObject normalize(JsonObject input) {
        Policy policy = PolicyReader.read(input.get("policy"));
        GateRequest request = RequestNormalizer.normalize(input.get("request"), policy.document());
        return JsonObject.builder()
                .put("request", request.toJson())
                .put("environment_class", request.environmentClass().wireName())
                .put("fingerprint", request.fingerprint())
                .put("scope_fingerprint", request.scopeFingerprint())
                .build();
    }

    private static JsonObject canonicalPolicy(JsonObject input) {
        Policy policy = PolicyReader.read(input.get("policy"));
        return JsonObject.builder()
                .put("policy", policy.canonicalJson())
                .put("sha256", policy.sha256())
                .put("warnings", JsonArray.of(policy.warnings().stream().map(EngineOps::warning)))
                .build();
    }

    private static JsonObject warning(PolicyWarning warning) {
        return JsonObject.builder()
                .put("code", warning.code())
                .put("pointer", warning.pointer())
                .build();
    }

    private JsonObject context(JsonObject input) {
        Given given = Given.read(input);
        return withoutFindings(() -> engine.computeContext(given.policy, given.request, given.snapshot, given.clockTime)
                .toJson());
    }

    private JsonObject waterfall(JsonObject input) {
        Given given = Given.read(input);
        return withoutFindings(
                () -> engine.evaluateWaterfall(given.policy, given.request, given.snapshot, given.clockTime)
                        .toJson());
    }

    private JsonObject decide(JsonObject input) {
        Given given = Given.read(input);
        return withoutFindings(() -> engine.decide(given.policy, given.request, given.snapshot, given.clockTime)
                .record());
    }

    private JsonObject failsafe(JsonObject input) {
        JsonValue named = input.get("cause");
        FailsafeCause cause = FailsafeCause.parse(named instanceof JsonString text ? text.value() : null);
        JsonValue document = input.getNonNull("policy");
        Policy policy = document == null ? null : PolicyReader.read(document);
        JsonValue raw = input.get("request");
        GateRequest request = policy == null
                ? RequestNormalizer.normalizeWithoutPolicy(raw)
                : RequestNormalizer.normalize(raw, policy.document());
        return engine.failsafe(policy, request, cause).record();
    }

    private static JsonObject verifyToken(JsonObject input) {
        TokenVerdict verdict;
        try {
            verdict = TokenOp.verify(input);
        } catch (RejectedException e) {
            throw e.code() == ErrorCode.INVALID_CLOCK_TIME ? new Computing(e.code()) : e;
        }
        if (verdict instanceof TokenVerdict.Refused refused) {
            throw new Computing(refused.code(), refused.boundClaim());
        }
        return JsonObject.builder()
                .put("claims", ((TokenVerdict.Accepted) verdict).claims())
                .build();
    }

    /** Runs what can fail without being the fault of one field: the error is a code alone (spec 10 A3). */
    private static <T> T withoutFindings(Supplier<T> computation) {
        try {
            return computation.get();
        } catch (RejectedException e) {
            throw new Computing(e.code());
        }
    }

    /** The four inputs of a decision, read in the order in which their errors count (spec 10 A8). */
    private record Given(Policy policy, GateRequest request, Instant clockTime, Snapshot snapshot) {

        static Given read(JsonObject input) {
            Policy policy = PolicyReader.read(input.get("policy"));
            GateRequest request = RequestNormalizer.normalize(input.get("request"), policy.document());
            Instant clockTime = withoutFindings(() -> ClockTime.parse(text(input.get("clock_time"))));
            return new Given(policy, request, clockTime, SnapshotParser.parse(input.get("snapshot")));
        }

        private static @Nullable String text(@Nullable JsonValue value) {
            return value instanceof JsonString text ? text.value() : null;
        }
    }

    /** An error that has a code and no findings. */
    private static final class Computing extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final ErrorCode code;
        private final @Nullable String claim;

        Computing(ErrorCode code) {
            this(code, null);
        }

        Computing(ErrorCode code, @Nullable String claim) {
            super(code.wireName(), null, false, false);
            this.code = code;
            this.claim = claim;
        }
    }

    /**
     * What an op answers: a result or an error.
     *
     * @param result null when there is an error
     * @param error {code, errors?, claim?}; null when there is a result
     */
    public record OpAnswer(
            @Nullable JsonObject result, @Nullable JsonObject error) {

        static OpAnswer result(JsonObject result) {
            return new OpAnswer(result, null);
        }

        static OpAnswer error(ErrorCode code) {
            return error(code, null);
        }

        /** @param claim the claim that the error is about; null: none */
        static OpAnswer error(ErrorCode code, @Nullable String claim) {
            JsonObject error = JsonObject.builder().put("code", code.wireName()).build();
            return new OpAnswer(null, claim == null ? error : error.with("claim", new JsonString(claim)));
        }

        static OpAnswer rejected(RejectedException e) {
            // A range error at no place in particular arose while computing (spec 10 A3).
            boolean computed = e.code() == ErrorCode.AMOUNT_OUT_OF_RANGE
                    && e.findings().get(0).pointer().isEmpty();
            boolean neverHasFindings = e.code() == ErrorCode.INVALID_JSON || e.code() == ErrorCode.INVALID_CLOCK_TIME;
            if (computed || neverHasFindings) {
                return error(e.code());
            }
            return new OpAnswer(
                    null,
                    JsonObject.builder()
                            .put("code", e.code().wireName())
                            .put("errors", JsonArray.of(e.findings().stream().map(OpAnswer::finding)))
                            .build());
        }

        private static JsonObject finding(Finding finding) {
            return JsonObject.builder()
                    .put("pointer", finding.pointer())
                    .put("code", finding.code().wireName())
                    .build();
        }

        /** The answer line's object for a request with that id. */
        public JsonObject toLine(@Nullable JsonValue id) {
            JsonObject.Builder line = JsonObject.builder().put("id", id == null ? JsonNull.NULL : id);
            return (error == null ? line.put("result", result) : line.put("error", error)).build();
        }
    }
}
