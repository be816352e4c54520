package dev.spendweir.server.http;

import com.zaxxer.hikari.HikariPoolMXBean;
import dev.spendweir.server.Store;
import dev.spendweir.server.limits.BodyBudget;
import dev.spendweir.server.limits.InFlight;
import dev.spendweir.server.metrics.ServerMetrics;

/** Gauges of what fills up: the pool, the body budget, the gate (spec 9.3). */
final class StoreGauges {

    private StoreGauges() {}

    static void register(ServerMetrics metrics, Store store, BodyBudget budget, InFlight inFlight) {
        HikariPoolMXBean pool = store.dataSource().getHikariPoolMXBean();
        String poolMeaning = "Connections of the store's pool by state.";
        metrics.gauge("spendweir.store.pool.connections", poolMeaning, "state", "active", pool::getActiveConnections);
        metrics.gauge("spendweir.store.pool.connections", poolMeaning, "state", "idle", pool::getIdleConnections);
        metrics.gauge(
                "spendweir.store.pool.connections",
                poolMeaning,
                "state",
                "waiting",
                pool::getThreadsAwaitingConnection);
        String budgetMeaning = "Memory for request bodies: what there is and what is taken, in bytes.";
        metrics.gauge("spendweir.body.budget.bytes", budgetMeaning, "state", "capacity", budget::capacity);
        metrics.gauge("spendweir.body.budget.bytes", budgetMeaning, "state", "taken", budget::taken);
        metrics.gauge("spendweir.gate.calls", "Gate calls being decided.", "state", "inside", inFlight::inside);
    }
}
