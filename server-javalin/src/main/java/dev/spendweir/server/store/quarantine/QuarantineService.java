package dev.spendweir.server.store.quarantine;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.ledger.Acknowledgement;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.Defect;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.SystemTenant;
import dev.spendweir.server.store.audit.FoundDefects;
import dev.spendweir.server.store.audit.LedgerService;
import dev.spendweir.server.store.sealing.ChainId;
import dev.spendweir.server.store.sealing.CheckpointSealer;
import dev.spendweir.server.store.sealing.Closings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes quarantines (spec 3.3): one operator asks, a second one approves and names every defect that is to be lived with, the
 * whole chain is verified, and the chain goes on from an anchor. Each step is in the operators' own chain of governance.
 * Thread-safe.
 */
public final class QuarantineService {
    private static final Logger LOG = LoggerFactory.getLogger(QuarantineService.class);
    private static final String HEAD =
            "SELECT sequence, chain_hash FROM ledger_head WHERE tenant_id = :tenant AND chain = :chain FOR UPDATE";

    private final Database database;
    private final Governance governance;
    private final LedgerService ledger;
    private final @Nullable CheckpointSealer sealer;

    /** @param sealer null: nothing is sealed */
    public QuarantineService(
            Database database, Governance governance, LedgerService ledger, @Nullable CheckpointSealer sealer) {
        this.database = database;
        this.governance = governance;
        this.ledger = ledger;
        this.sealer = sealer;
    }

    /**
     * A quarantine with what is wrong with its chain now.
     *
     * @param defects by name, as they are to be acknowledged
     */
    public record Asked(QuarantineView quarantine, List<Defect> defects) {
        public Asked {
            defects = List.copyOf(defects);
        }

        /** As operators see it. */
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("quarantine", quarantine.toJson())
                    .put(
                            "defects",
                            JsonArray.of(defects.stream()
                                    .map(defect -> defect.toJson().with("name", new JsonString(defect.name())))))
                    .build();
        }
    }

    /**
     * Quarantines, the open ones first.
     *
     * @param tenantId whose; null: of all tenants
     */
    public List<QuarantineView> list(@Nullable String tenantId) {
        return database.inTenant(SystemTenant.ID, handle -> QuarantineTable.list(handle, tenantId));
    }

    /** How many chains are in quarantine. */
    public int open() {
        return (int) list(null).stream().filter(QuarantineView::isOpen).count();
    }

    /**
     * Asks to close a quarantine; asking again takes the place of the last request.
     *
     * @param operator of the system tenant
     * @throws RejectedException {@code NOT_FOUND} when the chain was never in quarantine, {@code CONFLICT} when it is closed
     */
    public Asked request(Caller operator, ChainId chain, @Nullable String reason) {
        requireOpen(find(chain));
        FoundDefects found = ledger.defects(chain);
        QuarantineView view = governance.recover(operator, change -> {
            requireOpen(QuarantineTable.lock(change.handle(), chain));
            QuarantineTable.request(change.handle(), chain, change.time(), operator.actorId());
            change.record(
                    EntryType.QUARANTINE_RESET_REQUESTED,
                    Closings.subject(chain),
                    JsonObject.builder()
                            .put("tenant_id", chain.tenantId())
                            .put("chain", chain.chain().wireName())
                            .put("requested_by", operator.actorId())
                            .put("reason", reason)
                            .put(
                                    "defects",
                                    JsonArray.of(found.defects().stream().map(Defect::toJson)))
                            .build());
            return QuarantineTable.lock(change.handle(), chain).orElseThrow();
        });
        return new Asked(view, found.defects());
    }

    /**
     * Closes a quarantine that another operator asked to close.
     *
     * @param operator of the system tenant
     * @param acknowledged the name of every defect that is there, and no other (see {@link Defect#name})
     * @throws RejectedException {@code NOT_FOUND}; {@code SEPARATION_OF_DUTIES} when it is the one who asked; {@code CONFLICT}
     *     when nobody asked, when the names are not those of the defects, or when something changed meanwhile
     */
    public Asked approve(Caller operator, ChainId chain, List<String> acknowledged) {
        QuarantineView asked = requireRequest(find(chain), operator);
        FoundDefects found = ledger.defects(chain);
        requireNamed(found, acknowledged);
        QuarantineView closed = governance.recover(operator, change -> {
            QuarantineView still = requireRequest(QuarantineTable.lock(change.handle(), chain), operator);
            if (!still.equals(asked)) {
                throw conflict("somebody asked once more meanwhile; look again");
            }
            close(change, chain, found, still);
            return QuarantineTable.lock(change.handle(), chain).orElseThrow();
        });
        LOG.warn(
                "the quarantine of {} is closed: asked for by {}, approved by {}, {} defects acknowledged",
                Closings.subject(chain),
                asked.requestedBy(),
                operator.actorId(),
                found.defects().size());
        return new Asked(closed, found.defects());
    }

    private void close(Governance.Change change, ChainId chain, FoundDefects found, QuarantineView asked) {
        Handle handle = change.handle();
        HashChain anchor = found.anchor();
        if (SystemTenant.is(chain.tenantId()) && chain.chain() == Chain.GOVERNANCE) {
            requireOwnHead(handle, anchor);
        }
        List<byte[]> peaks = Database.asTenant(handle, chain.tenantId(), SystemTenant.ID, () -> {
            FailureCount.clear(handle, chain);
            CheckpointSealer sealing = sealer;
            return sealing == null ? found.peaks() : sealing.sealAnchor(handle, chain, anchor);
        });
        Instant at = change.time();
        String approver = change.caller().actorId();
        QuarantineTable.close(handle, chain, at, approver, anchor);
        change.record(
                EntryType.QUARANTINE_CLOSED,
                Closings.subject(chain),
                JsonObject.builder()
                        .put("tenant_id", chain.tenantId())
                        .put("chain", chain.chain().wireName())
                        .put("requested_by", asked.requestedBy())
                        .put("approved_by", approver)
                        .put("entries", found.entries())
                        .put("defects", JsonArray.of(found.defects().stream().map(Defect::toJson)))
                        .put("anchor", Acknowledgement.anchorJson(anchor, peaks))
                        .build());
    }

    /** The closing entry goes onto the very chain that is closed: its head must be where the chain goes on. */
    private static void requireOwnHead(Handle handle, HashChain anchor) {
        boolean same = handle.createQuery(HEAD)
                .bind("tenant", SystemTenant.ID)
                .bind("chain", Chain.GOVERNANCE.wireName())
                .map((row, context) -> row.getLong("sequence") == anchor.sequence())
                .one();
        if (!same) {
            throw conflict(
                    "the operators' own chain does not end at its head, or went on meanwhile; ask again, and if this"
                            + " stays, put the head right as the migrator role first");
        }
    }

    private Optional<QuarantineView> find(ChainId chain) {
        return list(chain.tenantId()).stream()
                .filter(view -> view.chain().equals(chain))
                .findFirst();
    }

    private static QuarantineView requireOpen(Optional<QuarantineView> found) {
        QuarantineView view = found.orElseThrow(
                () -> new RejectedException(ErrorCode.NOT_FOUND, "this chain was never in quarantine"));
        if (!view.isOpen()) {
            throw conflict("the quarantine is closed");
        }
        return view;
    }

    private static QuarantineView requireRequest(Optional<QuarantineView> found, Caller operator) {
        QuarantineView view = requireOpen(found);
        String requestedBy = view.requestedBy();
        if (requestedBy == null) {
            throw conflict("nobody has asked to close it yet");
        }
        if (requestedBy.equals(operator.actorId())) {
            throw new RejectedException(
                    ErrorCode.SEPARATION_OF_DUTIES, "whoever asked to close a quarantine may not approve it");
        }
        return view;
    }

    private static void requireNamed(FoundDefects found, List<String> acknowledged) {
        TreeSet<String> open =
                new TreeSet<>(found.defects().stream().map(Defect::name).toList());
        TreeSet<String> strange = new TreeSet<>(acknowledged);
        strange.removeAll(open);
        acknowledged.forEach(open::remove);
        if (!open.isEmpty()) {
            throw conflict("these defects are there and must be repaired, or acknowledged by name: "
                    + String.join(", ", open));
        }
        if (!strange.isEmpty()) {
            throw conflict("these defects are not there: " + String.join(", ", strange));
        }
    }

    private static RejectedException conflict(String detail) {
        return new RejectedException(ErrorCode.CONFLICT, detail);
    }
}
