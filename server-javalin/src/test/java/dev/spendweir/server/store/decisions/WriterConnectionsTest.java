package dev.spendweir.server.store.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.server.SetClock;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.TestPostgres;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriterConnectionsTest {
    private final SetClock clock = new SetClock();
    private final Database database = Database.open(TestPostgres.freshDatabase(), 2);
    private final WriterConnections connections = new WriterConnections(database, clock);

    @AfterEach
    void close() {
        connections.close();
        database.close();
    }

    @Test
    void connection_isUsedAgain_untilItIsOld() throws SQLException {
        WriterConnection first = connections.borrow();
        connections.giveBack(first);
        clock.advance(Duration.ofMinutes(29));
        assertThat(connections.borrow()).isSameAs(first);
        connections.giveBack(first);
        clock.advance(Duration.ofMinutes(2));
        assertThat(connections.borrow()).isNotSameAs(first);
        assertThat(first.connection().isClosed()).isTrue();
    }

    /** A clock that was set back says nothing of how long nothing has been heard. */
    @Test
    void connectionThatDied_isNoticed_alsoWhenTheClockWasSetBack() throws SQLException {
        WriterConnection first = connections.borrow();
        connections.giveBack(first);
        first.connection().close();
        clock.advance(Duration.ofMinutes(-20));
        assertThat(connections.borrow()).isNotSameAs(first);
    }

    @Test
    void connectionThatWasCut_isNotUsedAgain() {
        WriterConnection first = connections.borrow();
        first.abandon();
        connections.giveBack(first);
        assertThat(connections.borrow()).isNotSameAs(first);
    }

    @Test
    void connectionInUse_isClosedWhenItIsGivenBackAfterTheEnd() throws SQLException {
        WriterConnection used = connections.borrow();
        connections.close();
        assertThat(used.connection().isClosed()).isFalse();
        connections.giveBack(used);
        assertThat(used.connection().isClosed()).isTrue();
    }
}
