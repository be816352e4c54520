package dev.spendweir.server.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.postgresql.PGStatement;

/**
 * Has PostgreSQL send a query's rows as it keeps them. By itself the driver asks for that when it has run a query five times on a
 * connection, and until then hashes and payloads come as hexadecimal text: twice the bytes, written by the one side and read
 * by the other. For queries that read very many rows and run seldom.
 */
public final class BinaryRows implements StatementCustomizer {
    /** The only one. */
    public static final BinaryRows INSTANCE = new BinaryRows();

    /** How the driver is told: no threshold. */
    private static final int AT_ONCE = -1;

    private BinaryRows() {}

    @Override
    public void beforeExecution(PreparedStatement statement, StatementContext context) throws SQLException {
        statement.unwrap(PGStatement.class).setPrepareThreshold(AT_ONCE);
    }
}
