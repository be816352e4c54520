package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** What a server says of quarantines, in words. */
final class QuarantineText {

    private QuarantineText() {}

    /** A quarantine on two lines. */
    static String of(JsonObject quarantine) {
        JsonObject failure = quarantine.get("failure") instanceof JsonObject object ? object : JsonObject.EMPTY;
        String first = Listing.text(quarantine, "tenant_id") + " " + Listing.text(quarantine, "chain") + ": "
                + Listing.text(quarantine, "status") + ", " + Listing.text(failure, "class") + " at entry "
                + Listing.text(failure, "sequence") + ": " + Listing.text(failure, "detail");
        StringBuilder second = new StringBuilder("  opened " + Listing.text(quarantine, "opened_at") + " (found by "
                + Listing.text(quarantine, "found_by") + ")");
        append(second, "asked for by", quarantine, "requested_by", "requested_at");
        append(second, "approved by", quarantine, "approved_by", "closed_at");
        return first + System.lineSeparator() + second;
    }

    private static void append(StringBuilder line, String words, JsonObject quarantine, String who, String when) {
        if (!Listing.text(quarantine, who).isEmpty()) {
            line.append(", ")
                    .append(words)
                    .append(' ')
                    .append(Listing.text(quarantine, who))
                    .append(' ')
                    .append(Listing.text(quarantine, when));
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
}
