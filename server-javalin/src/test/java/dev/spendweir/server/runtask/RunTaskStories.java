package dev.spendweir.server.runtask;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.slf4j.LoggerFactory;

/** What the tests of whole runs share: a server, a fake service and a fake clock, and that no secret ever lies in the open. */
abstract class RunTaskStories {
    static RunTasks story;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeAll
    static void start() {
        story = new RunTasks(ConsumeAt.PRE_APPLY);
    }

    @AfterAll
    static void stop() {
        assertThat(story.test.ledgerIsValid()).isTrue();
        story.close();
    }

    static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @BeforeEach
    void listen() {
        log.start();
        root().addAppender(log);
    }

    /** Whatever happened: no secret is in the log, and none lies in the open. */
    @AfterEach
    void nothingIsGivenAway() {
        story.hcp.forgetPlanAnswers();
        root().detachAppender(log);
        assertThat(log.list)
                .extracting(event -> event.getFormattedMessage() + event.getThrowableProxy())
                .noneMatch(line -> line.contains(FakeHcp.TOKEN)
                        || line.contains(story.path())
                        || line.contains(story.created.hmacKey()));
        assertThat(story.test.sql("SELECT r::text FROM run_task_result r UNION ALL SELECT t::text FROM run_task t"))
                .noneMatch(row -> row.contains(FakeHcp.TOKEN) || row.contains(story.created.hmacKey()));
        assertThat(story.test.payloads())
                .noneMatch(row -> row.contains(FakeHcp.TOKEN) || row.contains(story.created.hmacKey()));
        assertThat(story.test.sql("SELECT count(*) FROM run_task_result WHERE sealed_token IS NOT NULL"
                        + " AND status IN ('done', 'undeliverable')"))
                .containsExactly("0");
    }

    static List<String> labels(FakeHcp.Callback answer, String tag) {
        JsonArray labels = (JsonArray) FakeHcp.at(answer.outcome(), "tags", tag);
        return labels.elements().stream()
                .map(label -> FakeHcp.text((JsonObject) label, "label"))
                .toList();
    }

    /** The holds of a workspace, oldest first. */
    static List<String> holds(String workspace) {
        return story.test.sql("SELECT status || ' ' || amount_micros FROM reservation WHERE resource_reference = 'acme/"
                + workspace + "' ORDER BY reservation_id");
    }

    static int decisions(String workspace) {
        return Integer.parseInt(story.test
                .sql("SELECT count(*) FROM decision WHERE resource_reference = 'acme/" + workspace + "'")
                .get(0));
    }
}
