package dev.spendweir.server.store.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.server.store.SqlText;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BoundsTest {
    private static final Pattern SETTING = Pattern.compile("set_config\\('([^']+)', ('[^']*'|\\?), (true|false)\\)");

    /** A batch is planned as every other transaction of the gate, and as durable. */
    @Test
    void sessionAndBatch_sayTogetherWhatATransactionSays() {
        Map<String, String> transaction = settings(Bounds.ENTER, "true");
        Map<String, String> batch = settings(SqlText.read(Bounds.class, "writer_session.sql"), "false");
        batch.remove("application_name");
        batch.putAll(settings(Bounds.ENTER_BATCH, "true"));

        assertThat(transaction).hasSize(12).containsEntry("synchronous_commit", "'on'");
        assertThat(batch).isEqualTo(transaction);
    }

    private static Map<String, String> settings(String sql, String isLocal) {
        Map<String, String> found = new TreeMap<>();
        Matcher setting = SETTING.matcher(sql);
        while (setting.find()) {
            assertThat(setting.group(3)).as(setting.group(1)).isEqualTo(isLocal);
            found.put(setting.group(1), setting.group(2));
        }
        return found;
    }
}
