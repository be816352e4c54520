package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.client.ApiCall;
import dev.spendweir.cli.client.PatientCaller;
import dev.spendweir.cli.client.Problem;
import dev.spendweir.cli.client.ServerAnswer;
import java.util.ArrayList;
import java.util.List;

/** What the commands about quarantines share: one call, and its answer in words. */
final class QuarantineText {

    private QuarantineText() {}

    /** Calls and gives the answer; a refusal ends the command. */
    static JsonObject answer(CliContext context, ServerOptions server, ApiCall call) {
        ServerAnswer answer = new PatientCaller(server.client(context)).call(call, server.timeout, any -> false);
        if (!answer.isSuccess()) {
            throw Problem.of(answer).toException();
        }
        return answer.json();
    }

    /** The path of a step. */
    static String path(String tenant, String chain, String step) {
        return "/v1/quarantine/" + Listing.escape(tenant) + "/" + Listing.escape(chain) + "/" + step;
    }

    /** A quarantine on two lines. */
    static String of(JsonObject quarantine) {
        JsonObject failure = quarantine.get("failure") instanceof JsonObject object ? object : JsonObject.EMPTY;
        String first = text(quarantine, "tenant_id") + " " + text(quarantine, "chain") + ": "
                + text(quarantine, "status") + ", " + text(failure, "class") + " at entry "
                + text(failure, "sequence") + ": " + text(failure, "detail");
        StringBuilder second = new StringBuilder(
                "  opened " + text(quarantine, "opened_at") + " (found by " + text(quarantine, "found_by") + ")");
        append(second, "asked for by", quarantine, "requested_by", "requested_at");
        append(second, "approved by", quarantine, "approved_by", "closed_at");
        return first + System.lineSeparator() + second;
    }

    private static void append(StringBuilder line, String words, JsonObject quarantine, String who, String when) {
        if (!text(quarantine, who).isEmpty()) {
            line.append(", ")
                    .append(words)
                    .append(' ')
                    .append(text(quarantine, who))
                    .append(' ')
                    .append(text(quarantine, when));
        }
    }

    /** The defects of an answer, each with its name first. */
    static List<JsonObject> defects(JsonObject answer) {
        List<JsonObject> defects = new ArrayList<>();
        if (answer.get("defects") instanceof JsonArray array) {
            for (JsonValue element : array.elements()) {
                if (element instanceof JsonObject defect) {
                    defects.add(defect);
                }
            }
        }
        return defects;
    }

    /** A text or number for people; a server's control characters do nothing. */
    static String text(JsonObject json, String name) {
        JsonValue value = json.get(name);
        if (value instanceof JsonString text) {
            return text.value().replaceAll("\\p{Cntrl}", "?");
        }
        return value instanceof JsonNumber number ? number.text() : "";
    }
}
