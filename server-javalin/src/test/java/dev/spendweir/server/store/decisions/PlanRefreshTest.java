package dev.spendweir.server.store.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.TestPostgres;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanRefreshTest {
    private final PlanRefresh plans = new PlanRefresh();

    /** However busy another one is. */
    @Test
    void transaction_ofEachConnection_isCountedForItself() throws SQLException {
        List<Integer> busyAt = new ArrayList<>();
        List<Integer> quietAt = new ArrayList<>();
        int[] number = {0};
        Connection busy = connection(() -> busyAt.add(number[0]));
        Connection quiet = connection(() -> quietAt.add(number[0]));
        for (number[0] = 1; number[0] <= 100; number[0]++) {
            plans.transaction(busy);
        }
        for (number[0] = 1; number[0] <= 5; number[0]++) {
            plans.transaction(quiet);
        }
        assertThat(busyAt).containsExactly(1, 2, 4, 8, 16, 32, 64);
        assertThat(quietAt).containsExactly(1, 2, 4);
    }

    @Test
    void transaction_ofOldConnection_isRefreshedOnceInSoMany() throws SQLException {
        List<Integer> at = new ArrayList<>();
        int[] number = {0};
        Connection old = connection(() -> at.add(number[0]));
        for (number[0] = 1; number[0] <= 30_000; number[0]++) {
            plans.transaction(old);
        }
        assertThat(at).endsWith(8192, 16_384, 24_576);
    }

    /** What is counted is behind the pool's wrappers, of which every transaction gets a new one. */
    @Test
    void connectionsOfAPool_areFewBehindTheirWrappers() throws SQLException {
        Set<Connection> found = Collections.newSetFromMap(new IdentityHashMap<>());
        try (Database database = Database.open(TestPostgres.freshDatabase(), 2)) {
            for (int i = 0; i < 20; i++) {
                try (Connection connection = database.connection()) {
                    found.add(connection.unwrap(Connection.class));
                }
            }
        }
        assertThat(found).hasSizeBetween(1, 2);
    }

    /** @param discards run whenever the plans are thrown away */
    private static Connection connection(Runnable discards) {
        Statement statement = proxy(Statement.class, (method, argument) -> {
            assertThat(argument).isEqualTo(method.equals("execute") ? "DISCARD PLANS" : null);
            if (argument != null) {
                discards.run();
            }
            return false;
        });
        Connection[] self = new Connection[1];
        self[0] = proxy(Connection.class, (method, argument) -> switch (method) {
            case "unwrap" -> self[0];
            case "createStatement" -> statement;
            case "hashCode" -> 7;
            case "equals" -> argument == self[0];
            default -> throw new IllegalStateException(method);
        });
        return self[0];
    }

    private interface Answer {
        Object to(String method, Object argument);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer.to(method.getName(), arguments == null ? null : arguments[0])));
    }
}
