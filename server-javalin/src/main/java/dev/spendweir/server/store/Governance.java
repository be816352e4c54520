package dev.spendweir.server.store;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.ledger.LedgerEvent;
import dev.spendweir.ledger.LedgerHash;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The one way to change what governs a tenant (spec 3.3, governed mutation): the change and its ledger entries are one
 * transaction, and the head of the chain is locked before anything is read. Thread-safe.
 */
public final class Governance {
    private final Database database;
    private final StoreSettings settings;
    private final UuidV7 ids;

    /** @param settings clock and configuration hash for the entries */
    public Governance(Database database, StoreSettings settings, UuidV7 ids) {
        this.database = database;
        this.settings = settings;
        this.ids = ids;
    }

    /**
     * Runs a change and appends what it recorded.
     *
     * @throws StoreUnavailableException when the store cannot do it; whatever {@code change} throws rolls back
     */
    public <T> T change(Caller caller, Function<Change, T> change) {
        return database.inTenant(caller.tenantId(), handle -> run(handle, caller, Chain.GOVERNANCE, change));
    }

    /** As {@link #change} on a chain that the caller names, for what settles holds. */
    public <T> T change(Caller caller, Chain chain, Function<Change, T> change) {
        return database.inTenant(caller.tenantId(), handle -> run(handle, caller, chain, change));
    }

    /**
     * As {@link #change(Caller, Function)}, holding the head of the decisions too: for budgets and balances of credits, which
     * the gate reads under that head. So no decision is made by an old figure once the new one is acknowledged, and no
     * balance is overwritten. Both heads are always taken in this order (ADR 11).
     */
    public <T> T changeMoney(Caller caller, Function<Change, T> change) {
        return database.inTenant(
                caller.tenantId(),
                handle -> run(handle, caller, Chain.GOVERNANCE, locked -> {
                    lockHead(handle, caller, Chain.DECISIONS);
                    return change.apply(new Change(handle, caller, now(), locked.events));
                }));
    }

    private static HashChain lockHead(Handle handle, Caller caller, Chain chain) {
        try {
            return LedgerTable.lockHead(handle.getConnection(), caller.tenantId(), chain);
        } catch (SQLException e) {
            throw Database.failed(e);
        }
    }

    /**
     * A step of recovery in the system tenant's chain of governance: quarantine of that very chain does not stop it, and the
     * database lets only entries of type {@code quarantine.*} pass then (spec 3.3).
     */
    public <T> T recover(Caller caller, Function<Change, T> change) {
        return database.inTenant(caller.tenantId(), handle -> {
            try {
                HashChain head =
                        LedgerTable.lockHead(handle.getConnection(), caller.tenantId(), Chain.GOVERNANCE, true);
                return append(handle, caller, Chain.GOVERNANCE, head, change);
            } catch (SQLException e) {
                throw Database.failed(e);
            }
        });
    }

    private <T> T run(Handle handle, Caller caller, Chain chain, Function<Change, T> work) {
        return append(handle, caller, chain, lockHead(handle, caller, chain), work);
    }

    private <T> T append(Handle handle, Caller caller, Chain chain, HashChain head, Function<Change, T> work) {
        try {
            LedgerAppender appender = new LedgerAppender(caller.tenantId(), chain, head);
            Change change = new Change(handle, caller, now(), new ArrayList<>());
            T result = work.apply(change);
            List<PackedEntry> appended = new ArrayList<>();
            for (LedgerEvent event : change.events) {
                appended.add(PackedEntry.of(
                        appender.append(event, ids.next().toString(), ids.randomBytes(LedgerHash.SALT_BYTES))));
            }
            LedgerTable.write(handle.getConnection(), appended);
            return result;
        } catch (SQLException e) {
            throw Database.failed(e);
        }
    }

    private Instant now() {
        return settings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** A change under way: its transaction, its time, and what it has to say to the ledger. */
    public final class Change {
        private final Handle handle;
        private final Caller caller;
        private final Instant time;
        private final List<LedgerEvent> events;

        private Change(Handle handle, Caller caller, Instant time, List<LedgerEvent> events) {
            this.handle = handle;
            this.caller = caller;
            this.time = time;
            this.events = events;
        }

        /** The open transaction. */
        public Handle handle() {
            return handle;
        }

        /** Who changes. */
        public Caller caller() {
            return caller;
        }

        /** The time of the change, in milliseconds; taken after the lock, so that later entries are not earlier. */
        public Instant time() {
            return time;
        }

        /** Records what was done; entries are appended in the order of these calls. */
        public void record(EntryType type, String subjectId, JsonObject payload) {
            record(type, subjectId, null, null, payload);
        }

        /** As {@link #record(EntryType, String, JsonObject)}, naming the policy that the entry is about. */
        public void record(
                EntryType type,
                String subjectId,
                @Nullable Long policyVersion,
                @Nullable String policySha256,
                JsonObject payload) {
            events.add(new LedgerEvent(
                    type,
                    time,
                    caller.actorId(),
                    subjectId,
                    policyVersion,
                    policySha256,
                    settings.configSha256(),
                    caller.requestId(),
                    caller.traceId(),
                    payload));
        }
    }
}
