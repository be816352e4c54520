package dev.spendweir.server.http;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.Chain;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.metrics.ServerMetrics;
import dev.spendweir.server.store.audit.LedgerFilter;
import dev.spendweir.server.store.audit.LedgerItem;
import dev.spendweir.server.store.audit.LedgerService;
import dev.spendweir.vocabulary.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /v1/ledger}: the tenant's chains, and their verification (spec 3.3, 11). */
final class LedgerRoutes {

    private final LedgerService ledger;
    private final BodyRules rules;
    private final ServerMetrics metrics;

    LedgerRoutes(LedgerService ledger, BodyRules rules, ServerMetrics metrics) {
        this.ledger = ledger;
        this.rules = rules;
        this.metrics = metrics;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(Method.GET, "/v1/ledger", Access.atLeast(Role.ADMIN), this::list)
                        .taking("chain", "from_sequence", "entry_type", "subject_id", "limit", "cursor"),
                Endpoint.of(Method.POST, "/v1/ledger/verify", Access.atLeast(Role.ADMIN), this::verify));
    }

    private Reply list(Call call) {
        Parameters parameters = call.parameters();
        LedgerFilter filter = new LedgerFilter(
                parameters.word("chain", Chain::ofWireName).orElse(Chain.DECISIONS),
                parameters.number("from_sequence").orElse(1L),
                parameters.text("entry_type").orElse(null),
                parameters.text("subject_id").orElse(null));
        return Reply.ok(ledger.list(call.tenant(), filter, parameters.page()).toJson(LedgerItem::toJson));
    }

    private Reply verify(Call call) {
        JsonObject body = RequestBodies.object(call.body(rules.json()));
        Chain chain = RequestBodies.<@Nullable Chain>read(body, LedgerRoutes::chain);
        JsonObject result = ledger.verify(call.tenant(), chain == null ? List.of(Chain.values()) : List.of(chain))
                .toJson();
        metrics.chainVerification(result.get("valid") == JsonBoolean.TRUE);
        return Reply.ok(result);
    }

    /** Checkpoints are not sealed yet, and replay is not built yet: asking for them is refused rather than ignored. */
    private static @Nullable Chain chain(ObjectReader in) {
        Chain chain = in.field("chain").word(Chain.values(), Chain::wireName);
        boolean fromCheckpoint = in.field("from_checkpoint").isPresent();
        boolean replay = or(in.field("replay").bool(), false);
        if (fromCheckpoint || replay) {
            throw new RejectedException(
                    ErrorCode.INVALID_FIELD,
                    fromCheckpoint ? "/from_checkpoint" : "/replay",
                    "this version verifies whole chains only; leave the field out");
        }
        return chain;
    }
}
