package dev.spendweir.server.notify;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A message in the form that Slack takes: a text for notifications, and blocks (spec 9.2). Pure functions. */
final class SlackMessage {
    /** Slack's own limit of a section's text; the text beside the blocks may be a little longer. */
    private static final int LONGEST_SECTION = 3000;

    /** What one value may take of it. */
    private static final int LONGEST_VALUE = 300;

    private SlackMessage() {}

    /**
     * The message about an event.
     *
     * @param body as {@link NotificationEvent#body} made it
     * @param link where the approval is; null: not known
     */
    static JsonObject of(JsonObject body, @Nullable String link) {
        JsonObject data = body.get("data") instanceof JsonObject object ? object : JsonObject.EMPTY;
        String title = title(text(body, "type")) + ": " + value(data, "project_id") + " (" + value(data, "environment")
                + "), " + sign(text(data, "monthly_delta")) + " " + value(data, "currency") + " a month";
        JsonArray blocks =
                JsonArray.of(Stream.of(section("*" + title + "*"), section(details(data)), context(data, link)));
        return JsonObject.builder()
                .put("text", cut(title, LONGEST_SECTION))
                .put("blocks", blocks)
                .build();
    }

    private static String title(String type) {
        return switch (type) {
            case "approval.requested" -> "Approval needed";
            case "approval.approved" -> "Approved";
            case "approval.denied" -> "Denied";
            case "approval.expired" -> "Approval expired";
            case "approval.cancelled" -> "Approval cancelled";
            case "approval.consumed" -> "Approved change goes ahead";
            default -> escape(type);
        };
    }

    private static String details(JsonObject data) {
        return "What: " + value(data, "action") + " " + value(data, "resource_reference")
                + "\nAsked by: " + value(data, "requester_id")
                + "\nBy: " + value(data, "actor_id")
                + "\nReasons: " + reasons(data);
    }

    private static String reasons(JsonObject data) {
        if (!(data.get("reasons") instanceof JsonArray reasons)) {
            return "";
        }
        List<String> words = reasons.elements().stream()
                .map(reason -> reason instanceof JsonString text ? escape(text.value()) : "")
                .toList();
        return String.join(", ", words);
    }

    private static JsonObject context(JsonObject data, @Nullable String link) {
        String id = value(data, "approval_id");
        String where = link == null ? "approval " + id : "<" + escape(link) + "|approval " + id + ">";
        return JsonObject.builder()
                .put("type", "context")
                .put("elements", new JsonArray(List.of(markdown(where + ", until " + value(data, "deadline")))))
                .build();
    }

    private static JsonObject section(String text) {
        return JsonObject.builder()
                .put("type", "section")
                .put("text", markdown(text))
                .build();
    }

    private static JsonObject markdown(String text) {
        return JsonObject.builder()
                .put("type", "mrkdwn")
                .put("text", cut(text, LONGEST_SECTION))
                .build();
    }

    private static String sign(String amount) {
        return amount.startsWith("-") ? amount : "+" + amount;
    }

    private static String value(JsonObject data, String name) {
        return escape(cut(text(data, name), LONGEST_VALUE));
    }

    private static String text(JsonObject data, String name) {
        JsonValue value = data.get(name);
        return value instanceof JsonString text ? text.value() : "";
    }

    /** Slack's rule: these three and no others; control characters become blanks, so that no value makes a line. */
    static String escape(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    /** Never ends in half a character. */
    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - 3;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "...";
    }
}
