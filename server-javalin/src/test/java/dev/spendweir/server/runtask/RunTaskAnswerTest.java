package dev.spendweir.server.runtask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.server.runtask.RunTaskAnswer.Detail;
import dev.spendweir.server.runtask.RunTaskAnswer.Judgement;
import dev.spendweir.server.runtask.RunTaskAnswer.Status;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What HCP Terraform is told keeps the service's limits and means nothing but its text. */
class RunTaskAnswerTest {

    @Test
    void texts_longerThanTheServiceTakes_areCutBetweenCharacters() {
        String long1 = "\uD83D\uDE00".repeat(8000);
        JsonObject document = new RunTaskAnswer(
                        Status.FAILED,
                        long1,
                        "https://gate.example/" + "x".repeat(600),
                        new Detail("id", long1, Judgement.DENIED, long1))
                .toJson(true);
        String message = FakeHcp.text(document, "data", "attributes", "message");
        assertThat(message).hasSizeBetween(990, 1000).endsWith("\uD83D\uDE00 ...");
        FakeHcp.Callback callback = new FakeHcp.Callback("", "", "", document);
        assertThat(FakeHcp.text(callback.outcome(), "body")).hasSizeBetween(9990, 10_000);
        assertThat(FakeHcp.text(callback.outcome(), "description")).hasSizeLessThanOrEqualTo(1000);
        assertThat(callback.outcome().has("url"))
                .as("a link that is too long is none")
                .isFalse();
    }

    @Test
    void labels_ofEveryJudgement_areShortEnough() {
        assertThat(Arrays.stream(Judgement.values())
                        .map(judgement -> new RunTaskAnswer(
                                        Status.PASSED, "m", null, new Detail("i", "d", judgement, "b"))
                                .toJson(true))
                        .map(document -> new FakeHcp.Callback("", "", "", document).outcome())
                        .flatMap(outcome -> java.util.stream.Stream.of("Status", "Severity")
                                .map(tag -> FakeHcp.at(outcome, "tags", tag).toString())))
                .allMatch(tags -> tags.matches("(?s).*label.*level.*") && !tags.matches(".*value=[^\\]]{33,}.*"));
    }

    @ParameterizedTest
    @CsvSource({
        "[click](javascript:alert), \\[click\\]\\(javascript:alert\\)",
        "<b>x</b>, \\<b\\>x\\</b\\>",
        "a|b, a\\|b",
        "**bold**, \\*\\*bold\\*\\*",
        "'line1\nline2', line1 line2"
    })
    void markdown_fromElsewhere_isOnlyText(String text, String shown) {
        assertThat(Markdown.escape(text)).isEqualTo(shown);
    }
}
