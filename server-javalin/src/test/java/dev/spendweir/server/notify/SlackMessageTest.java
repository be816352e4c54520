package dev.spendweir.server.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Messages in Slack's form: escaped by Slack's rules, within Slack's limits. */
class SlackMessageTest {

    private static JsonObject body(String project) {
        return JsonObject.builder()
                .put("type", "approval.requested")
                .put(
                        "data",
                        JsonObject.builder()
                                .put("approval_id", "a-1")
                                .put("project_id", project)
                                .put("environment", "dev")
                                .put("monthly_delta", "12.5")
                                .put("currency", "EUR")
                                .put("action", "terraform.apply")
                                .put("resource_reference", "acme/net")
                                .put("requester_id", "<!channel>")
                                .put("actor_id", "ci & co")
                                .put("deadline", "2026-03-01T10:00:00.000Z")
                                .put("reasons", Collections.nCopies(400, "<script>"))
                                .build())
                .build();
    }

    private static String text(JsonObject message) {
        return new String(CanonicalJson.bytes(message), StandardCharsets.UTF_8);
    }

    @Test
    void message_saysWhatIsAskedAndWhere() {
        JsonObject message = SlackMessage.of(body("payments"), "https://gate.example/v1/approvals/a-1");
        assertThat(message.get("text")).isEqualTo(new JsonString("Approval needed: payments (dev), +12.5 EUR a month"));
        assertThat(text(message)).contains("<https://gate.example/v1/approvals/a-1|approval a-1>");
        assertThat(((JsonArray) message.get("blocks")).size()).isEqualTo(3);
    }

    @Test
    void value_fromElsewhere_isOnlyText() {
        String message = text(SlackMessage.of(body("x\n<http://evil.example|click> & <!here>"), null));
        assertThat(message)
                .doesNotContain("<http", "<!here>", "<!channel>", "<script>")
                .contains("&lt;http://evil.example|click&gt; &amp; &lt;!here&gt;", "&lt;!channel&gt;", "ci &amp; co")
                .doesNotContain("x\\n");
    }

    @Test
    void section_isNeverLongerThanSlackTakes() {
        JsonObject message = SlackMessage.of(body("\uD83D\uDE00".repeat(2000)), null);
        for (var block : ((JsonArray) message.get("blocks")).elements()) {
            if (((JsonObject) block).get("text") instanceof JsonObject section
                    && section.get("text") instanceof JsonString string) {
                assertThat(string.value()).hasSizeLessThanOrEqualTo(3000);
            }
        }
    }
}
