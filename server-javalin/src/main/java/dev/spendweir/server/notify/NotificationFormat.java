package dev.spendweir.server.notify;

import java.util.Optional;

/** In which form an endpoint wants its messages. */
public enum NotificationFormat {
    /** JSON with type, timestamp and data, as Standard Webhooks has it. */
    STANDARD("standard"),
    /** A text with blocks, as Slack's incoming webhooks take it. */
    SLACK("slack");

    private final String wireName;

    NotificationFormat(String wireName) {
        this.wireName = wireName;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }

    /** The constant that travels under exactly this word, if there is one. */
    public static Optional<NotificationFormat> ofWireName(String word) {
        for (NotificationFormat candidate : values()) {
            if (candidate.wireName.equals(word)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
