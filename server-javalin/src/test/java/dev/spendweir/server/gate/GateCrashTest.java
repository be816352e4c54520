package dev.spendweir.server.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.postgres.EmbeddedPostgres;
import dev.spendweir.server.store.DatabaseLogin;
import dev.spendweir.server.store.TestPostgres;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 in the middle of load, of the server's process or of PostgreSQL, at seeded moments (a number of answers). After
 * each restart every answer that was given out is there byte for byte, the chains verify, and nothing is half written.
 */
@Tag("crash")
class GateCrashTest {
    /** In every build; the profile {@code long} strikes {@link #MANY} times. A whole server is struck by CrashTest too. */
    private static final int FEW_SERVERS = 1;

    private static final int FEW_POSTGRES = 2;

    private static final int MANY = 20;

    /** The blow falls after 1 to this many answers. */
    private static final int MOST_ANSWERS = 150;

    @TempDir
    Path temp;

    private enum Victim {
        SERVER,
        POSTGRES
    }

    @Test
    @Tag("crash")
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void killedServer_losesNothingThatItAnswered() throws Exception {
        strike(Victim.SERVER, FEW_SERVERS, 11);
    }

    @Test
    @Tag("crash")
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void killedPostgres_losesNothingThatWasAnswered() throws Exception {
        strike(Victim.POSTGRES, FEW_POSTGRES, 12);
    }

    @Test
    @Tag("long")
    @Timeout(value = 1800, unit = TimeUnit.SECONDS)
    void serverKilledManyTimes_losesNothingThatItAnswered() throws Exception {
        strike(Victim.SERVER, MANY, 21);
    }

    @Test
    @Tag("long")
    @Timeout(value = 1800, unit = TimeUnit.SECONDS)
    void postgresKilledManyTimes_losesNothingThatWasAnswered() throws Exception {
        strike(Victim.POSTGRES, MANY, 22);
    }

    /** An answer that was given out. */
    private record Ack(String decisionId, String bodySha256) {}

    private void strike(Victim victim, int rounds, long seed) throws Exception {
        Random random = new Random(seed);
        Map<String, Ack> acknowledged = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            int moment = 1 + random.nextInt(MOST_ANSWERS);
            int before = acknowledged.size();
            runAndKill(victim, round, moment, acknowledged);
            String where = victim + ", seed " + seed + ", round " + round + ", after " + moment + " answers";
            assertThat(acknowledged.size() - before)
                    .as(where + ": " + Files.readString(temp.resolve("child.log")))
                    .isGreaterThanOrEqualTo(moment);
            assertNothingLost(acknowledged, where);
        }
    }

    private void runAndKill(Victim victim, int round, int moment, Map<String, Ack> acknowledged) throws Exception {
        Path log = temp.resolve("child.log");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        // Surefire starts the test's own JVM from a small jar and says here what is really on its path.
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        CrashChild.class.getName(),
                        temp.toString(),
                        TestPostgres.programs().toString(),
                        Integer.toString(round))
                .redirectError(log.toFile())
                .start();
        long postmaster = -1;
        int answers = 0;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                String[] words = line.split(" ");
                if (words[0].equals("POSTMASTER")) {
                    postmaster = Long.parseLong(words[1]);
                } else if (words[0].equals("ACK") && words.length == 4 && words[3].length() == 64) {
                    acknowledged.put(words[1], new Ack(words[2], words[3]));
                    answers++;
                    if (answers == moment) {
                        kill(victim == Victim.SERVER ? child.pid() : postmaster);
                    }
                }
            }
        } finally {
            child.destroyForcibly();
            child.waitFor();
        }
    }

    private static void kill(long pid) {
        ProcessHandle victim = ProcessHandle.of(pid).orElseThrow();
        // With PostgreSQL its backends die too, as in a power cut; a postmaster alone would let them finish.
        var children = victim.children().toList();
        victim.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private void assertNothingLost(Map<String, Ack> acknowledged, String where) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(temp, TestPostgres.programs());
                TestStore test = TestStore.open(postgres.target(), Clock.systemUTC(), TestStore.PATIENCE)) {
            assertThat(test.ledgerIsValid()).as(where).isTrue();
            for (Map.Entry<String, Ack> entry : acknowledged.entrySet()) {
                GateAnswer replay = test.gate(TestStore.request("1.5", entry.getKey()));
                assertThat(replay.replayed()).as(where + ": " + entry.getKey()).isTrue();
                assertThat(replay.decisionId()).isEqualTo(entry.getValue().decisionId());
                assertThat(Sha256Hex.of(replay.body()))
                        .as(where)
                        .isEqualTo(entry.getValue().bodySha256());
            }
            assertWhole(postgres, where);
        }
    }

    /** Nothing half written: each of these finds a part whose other half is missing. */
    private static void assertWhole(EmbeddedPostgres postgres, String where) throws SQLException {
        String[] halves = {
            "SELECT count(*) FROM decision d WHERE NOT EXISTS (SELECT FROM ledger_entry e"
                    + " WHERE e.chain = 'decisions' AND e.sequence = d.ledger_sequence"
                    + " AND e.subject_id = d.decision_id::text)",
            "SELECT count(*) FROM ledger_entry e WHERE e.entry_type = 'decision' AND NOT EXISTS"
                    + " (SELECT FROM decision d WHERE d.decision_id::text = e.subject_id)",
            "SELECT count(*) FROM decision d WHERE d.reservation_id IS NOT NULL AND NOT EXISTS"
                    + " (SELECT FROM reservation r WHERE r.reservation_id = d.reservation_id)",
            "SELECT count(*) FROM decision d WHERE NOT EXISTS (SELECT FROM ledger_link l JOIN ledger_payload p"
                    + " USING (entry_id) WHERE l.chain = 'decisions' AND l.sequence = d.ledger_sequence)",
            "SELECT count(*) FROM ledger_link l WHERE NOT EXISTS"
                    + " (SELECT FROM ledger_payload p WHERE p.entry_id = l.entry_id)",
            "SELECT count(*) FROM reservation r WHERE NOT EXISTS (SELECT FROM ledger_entry e"
                    + " WHERE e.chain = 'decisions' AND e.sequence = r.ledger_sequence AND (e.subject_id = r.decision_id::text"
                    + " OR (e.entry_type = 'reservation.held' AND e.subject_id = r.reservation_id::text)))",
            "SELECT count(*) FROM reservation r WHERE r.closed_at IS NOT NULL AND NOT EXISTS (SELECT FROM ledger_entry e"
                    + " WHERE e.entry_type IN ('reservation.superseded', 'reservation.released', 'reservation.settled')"
                    + " AND e.subject_id = r.reservation_id::text)"
        };
        DatabaseLogin login = postgres.superuser();
        try (Connection connection = DriverManager.getConnection(
                        postgres.target().url() + "?currentSchema=spendweir", login.user(), login.password());
                Statement statement = connection.createStatement()) {
            for (String half : halves) {
                try (ResultSet row = statement.executeQuery(half)) {
                    row.next();
                    assertThat(row.getLong(1)).as(where + ": " + half).isZero();
                }
            }
        }
    }
}
