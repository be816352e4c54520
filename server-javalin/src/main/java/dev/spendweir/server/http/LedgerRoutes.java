package dev.spendweir.server.http;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.Chain;
import dev.spendweir.note.SignedNote;
import dev.spendweir.note.VerifierKey;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.metrics.ServerMetrics;
import dev.spendweir.server.sealing.LedgerKeys;
import dev.spendweir.server.store.audit.LedgerFilter;
import dev.spendweir.server.store.audit.LedgerItem;
import dev.spendweir.server.store.audit.LedgerService;
import dev.spendweir.server.store.audit.LedgerVerification;
import dev.spendweir.server.store.audit.VerifyCall;
import dev.spendweir.server.store.quarantine.QuarantineBreaker;
import dev.spendweir.server.store.sealing.CheckpointService;
import dev.spendweir.server.store.sealing.SealedCheckpoint;
import dev.spendweir.vocabulary.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /v1/ledger}: the tenant's chains, and their verification (spec 3.3, 11). */
final class LedgerRoutes {

    private final LedgerService ledger;
    private final CheckpointService checkpoints;
    private final QuarantineBreaker breaker;
    private final @Nullable LedgerKeys keys;
    private final BodyRules rules;
    private final ServerMetrics metrics;

    /**
     * @param breaker is told what verification finds
     * @param keys null: nothing is sealed
     */
    LedgerRoutes(
            LedgerService ledger,
            CheckpointService checkpoints,
            QuarantineBreaker breaker,
            @Nullable LedgerKeys keys,
            BodyRules rules,
            ServerMetrics metrics) {
        this.ledger = ledger;
        this.checkpoints = checkpoints;
        this.breaker = breaker;
        this.keys = keys;
        this.rules = rules;
        this.metrics = metrics;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(Method.GET, "/v1/ledger", Access.atLeast(Role.ADMIN), this::list)
                        .ofTheWholeTenant()
                        .taking("chain", "from_sequence", "entry_type", "subject_id", "limit", "cursor"),
                Endpoint.of(Method.POST, "/v1/ledger/verify", Access.atLeast(Role.ADMIN), this::verify),
                Endpoint.of(Method.GET, "/v1/ledger/checkpoint", Access.atLeast(Role.ADMIN), this::checkpoint)
                        .taking("chain", "size"),
                Endpoint.of(Method.GET, "/v1/ledger/keys", Access.atLeast(Role.ADMIN), this::keys),
                Endpoint.of(Method.GET, "/v1/ledger/proofs/inclusion", Access.atLeast(Role.ADMIN), this::inclusion)
                        .taking("chain", "sequence", "size"),
                Endpoint.of(Method.GET, "/v1/ledger/proofs/consistency", Access.atLeast(Role.ADMIN), this::consistency)
                        .taking("chain", "first", "second"));
    }

    private Reply list(Call call) {
        Parameters parameters = call.parameters();
        LedgerFilter filter = new LedgerFilter(
                chain(parameters),
                parameters.number("from_sequence").orElse(1L),
                parameters.text("entry_type").orElse(null),
                parameters.text("subject_id").orElse(null));
        return Reply.ok(ledger.list(call.tenant(), filter, parameters.page()).toJson(LedgerItem::toJson));
    }

    private Reply verify(Call call) {
        JsonObject body = RequestBodies.object(call.body(rules.json()));
        VerifyCall wanted = RequestBodies.read(body, LedgerRoutes::verifyCall);
        LedgerVerification found = ledger.verify(call.tenant(), wanted);
        metrics.chainVerification(found.isValid());
        breaker.verified(call.tenant(), found, !wanted.fromCheckpoint());
        return Reply.ok(found.toJson());
    }

    private static VerifyCall verifyCall(ObjectReader in) {
        Chain chain = in.field("chain").word(Chain.values(), Chain::wireName);
        return new VerifyCall(
                chain == null ? List.of(Chain.values()) : List.of(chain),
                or(in.field("from_checkpoint").bool(), false),
                in.field("trusted_checkpoint").text(LedgerRoutes::noteProblem),
                or(in.field("replay").bool(), false));
    }

    private static @Nullable String noteProblem(String text) {
        return text.length() > SignedNote.MAX_BYTES ? "a note has at most " + SignedNote.MAX_BYTES + " bytes" : null;
    }

    private Reply checkpoint(Call call) {
        Parameters parameters = call.parameters();
        Long size = parameters.number("size").orElse(null);
        SealedCheckpoint found = checkpoints
                .checkpoint(call.tenant(), chain(parameters), size)
                .orElseThrow(() -> new RejectedException(
                        ErrorCode.NOT_FOUND,
                        size == null
                                ? "the chain has no checkpoint yet"
                                : "no checkpoint of size " + size + " was made"));
        return Reply.ok(found.toJson());
    }

    private Reply inclusion(Call call) {
        Parameters parameters = call.parameters();
        return Reply.ok(checkpoints
                .inclusion(
                        call.tenant(),
                        chain(parameters),
                        required(parameters, "sequence"),
                        parameters.number("size").orElse(null))
                .toJson());
    }

    private Reply consistency(Call call) {
        Parameters parameters = call.parameters();
        return Reply.ok(checkpoints
                .consistency(
                        call.tenant(),
                        chain(parameters),
                        required(parameters, "first"),
                        parameters.number("second").orElse(null))
                .toJson());
    }

    private Reply keys(Call call) {
        List<String> texts = keys == null
                ? List.of()
                : keys.of(call.tenant()).keys().stream().map(VerifierKey::text).toList();
        return Reply.ok(
                JsonObject.builder().put("items", JsonArray.ofStrings(texts)).build());
    }

    private static Chain chain(Parameters parameters) {
        return parameters.word("chain", Chain.values(), Chain::wireName).orElse(Chain.DECISIONS);
    }

    private static long required(Parameters parameters, String name) {
        return parameters
                .number(name)
                .orElseThrow(
                        () -> new RejectedException(ErrorCode.INVALID_PARAMETER, "?" + name, name + " is required"));
    }
}
