package dev.spendweir.server.outgoing;

import org.jspecify.annotations.Nullable;

/**
 * Addresses of this server for people who read its messages elsewhere. Immutable.
 *
 * @param publicUrl how others reach it, without a slash at its end; null: not known
 */
public record Links(@Nullable String publicUrl) {

    /** Where an approval is decided; null when nobody said how this server is reached. */
    public @Nullable String approval(String approvalId) {
        return publicUrl == null ? null : publicUrl + "/v1/approvals/" + approvalId;
    }

    /** The same in words, whatever is known. */
    public String approvalInWords(String approvalId) {
        String link = approval(approvalId);
        return link == null ? "approval " + approvalId + " (/v1/approvals/" + approvalId + ")" : link;
    }

    /** What a path of this server begins with; empty when it is not known. */
    public String prefix() {
        return publicUrl == null ? "" : publicUrl;
    }
}
