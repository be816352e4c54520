package dev.spendweir.server.gate;

import dev.spendweir.engine.GateEngine;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.StoreSettings;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.server.store.cost.CostHistories;
import dev.spendweir.server.store.decisions.PostgresGateStore;
import dev.spendweir.server.store.policies.PolicyService;

/** A gate store on the database of a test, without a gate in front of it. */
final class BareGateStore implements AutoCloseable {
    final StoreSettings settings;
    final PolicyService policies;
    final PostgresGateStore store;

    private final TestStore test;
    private final Database database;

    BareGateStore(TestStore test) {
        this.test = test;
        settings = new StoreSettings(2, TestStore.PATIENCE, "ab".repeat(32), test.clock);
        database = Database.open(test.target, settings.connections());
        Governance governance = new Governance(database, settings, new UuidV7(test.clock));
        policies = new PolicyService(database, governance, test.clock);
        store = new PostgresGateStore(database, policies, new CostHistories(), test.clock);
    }

    /** @param between the store, or what a test puts before it */
    GateService gate(GateStore between) {
        return new GateService(
                policies, GateEngine.create(), between, test.store.holds(), settings, new UuidV7(test.clock));
    }

    @Override
    public void close() {
        store.close();
        database.close();
    }
}
