package dev.spendweir.server.store.sealing;

import static dev.spendweir.server.TestStore.TENANT;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.ChainFailure;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.ledger.LedgerEvent;
import dev.spendweir.ledger.LedgerHash;
import dev.spendweir.note.SigningKey;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.sealing.LedgerKeys;
import dev.spendweir.server.sealing.OutsideCopies;
import dev.spendweir.server.sealing.Sealing;
import dev.spendweir.server.store.LedgerTable;
import dev.spendweir.server.store.PackedEntry;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.server.store.audit.VerifiedChain;
import dev.spendweir.server.store.audit.VerifyCall;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store that seals, and short ways to seal, tamper and verify. */
public final class SealedStore implements AutoCloseable {
    public static final LedgerKeys KEYS = LedgerKeys.of(SigningKey.ofSeed(new byte[32]), List.of());

    public final TestStore test;
    private final UuidV7 ids = new UuidV7(Clock.systemUTC());
    private List<String> kept = List.of();

    private SealedStore(TestStore test) {
        this.test = test;
    }

    public static SealedStore open() {
        return new SealedStore(TestStore.open(new Sealing(KEYS, null)));
    }

    public static SealedStore open(OutsideCopies outside) {
        return new SealedStore(TestStore.open(new Sealing(KEYS, outside)));
    }

    /** Appends this many entries to the chain of governance in one transaction. */
    public void append(int entries) {
        try (Connection connection = DriverManager.getConnection(
                        test.target.url() + "?currentSchema=spendweir",
                        test.target.app().user(),
                        test.target.app().password());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET ROLE spendweir_app; SET LOCAL spendweir.tenant_id = '" + TENANT + "'");
            LedgerAppender appender = new LedgerAppender(
                    TENANT, Chain.GOVERNANCE, LedgerTable.lockHead(connection, TENANT, Chain.GOVERNANCE));
            List<LedgerAppender.Appended> appended = new ArrayList<>();
            for (int i = 0; i < entries; i++) {
                appended.add(appender.append(event(i), ids.next().toString(), ids.randomBytes(LedgerHash.SALT_BYTES)));
            }
            LedgerTable.write(connection, appended.stream().map(PackedEntry::of).toList());
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static LedgerEvent event(int i) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        JsonObject payload = JsonObject.builder().put("monthly_limit", "3" + i).build();
        return new LedgerEvent(
                EntryType.BUDGET_CHANGED, now, "ann", "p" + i % 7, null, null, null, null, null, payload);
    }

    public Optional<Sealed> seal(Chain chain) {
        return test.store.sealer().orElseThrow().seal(new ChainId(TENANT, chain));
    }

    /** Seals and gives the note. */
    public String sealed(Chain chain) {
        return seal(chain).orElseThrow().note();
    }

    public VerifiedChain verify(Chain chain, boolean fromCheckpoint, @Nullable String trusted) {
        return test.store
                .ledger()
                .verify(TENANT, new VerifyCall(List.of(chain), fromCheckpoint, trusted, false))
                .verified()
                .get(0);
    }

    public @Nullable ChainFailure failure(Chain chain, @Nullable String trusted) {
        return verify(chain, false, trusted).report().failure();
    }

    /** Keeps how tables are now, for {@link #restore}. */
    public void keep(List<String> tables) {
        kept = List.copyOf(tables);
        kept.forEach(table -> test.sql("CREATE TABLE public.kept_" + table + " AS SELECT * FROM " + table));
    }

    /** Makes the tables that were kept what they were. */
    public void restore() {
        StringBuilder sql = new StringBuilder();
        for (String table : kept) {
            sql.append("DELETE FROM ").append(table).append("; INSERT INTO ").append(table);
            sql.append(" SELECT * FROM public.kept_").append(table).append("; ");
        }
        tamper(sql.toString());
    }

    /** SQL by the superuser with every trigger off. */
    public void tamper(String sql) {
        test.sql("SET session_replication_role = replica; " + sql);
    }

    @Override
    public void close() {
        test.close();
    }
}
