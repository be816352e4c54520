package dev.spendweir.cli.approval;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.cli.CliException;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.token.CompactJws;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A token that somebody minted, and what it says of itself. Nothing of that is believed here: it is sent back to the server,
 * which judges the token and compares. Never printed.
 */
public final class TokenText {

    /** The longest file that is read; no token is longer than 8 KiB, and the server says so of one that is. */
    private static final int LONGEST_FILE = 64 * 1024;

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final String text;
    private final JsonObject claims;

    private TokenText(String text, JsonObject claims) {
        this.text = text;
        this.claims = claims;
    }

    /**
     * The token in a file; white space around it is not part of it.
     *
     * @throws CliException when the file cannot be read, or holds something else
     */
    public static TokenText read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST_FILE + 1);
            if (bytes.length > LONGEST_FILE) {
                throw malformed("the file is longer than 64 KiB, which no token is");
            }
            return of(new String(bytes, StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new CliException("the token file " + file + " cannot be read", "is it there and yours to read?");
        }
    }

    static TokenText of(String text) {
        return CompactJws.parse(text, LONGEST_FILE)
                .map(jws -> new TokenText(text, jws.payload()))
                .orElseThrow(() -> malformed(
                        "the file holds no approval token: three parts of base64url, the first two" + " JSON objects"));
    }

    private static CliException malformed(String detail) {
        return ApprovalRefusal.of(ErrorCode.TOKEN_MALFORMED, detail);
    }

    /** The token itself. */
    String text() {
        return text;
    }

    /** The approval that it says it is for, when it says one. */
    Optional<String> approvalId() {
        return claim("approval_id");
    }

    /** Whether it is bound to a bound on the cost rather than to one plan. */
    boolean isCap() {
        return claim("binding").filter("cap"::equals).isPresent();
    }

    /**
     * A digest that it names.
     *
     * @throws CliException when it names none
     */
    String digest(String name) {
        return claim(name)
                .filter(value -> SHA256.matcher(value).matches())
                .orElseThrow(() -> ApprovalRefusal.of(
                        ErrorCode.TOKEN_CLAIMS_INVALID, "the token has no " + name + ", or a bad one"));
    }

    private Optional<String> claim(String name) {
        return claims.get(name) instanceof JsonString value ? Optional.of(value.value()) : Optional.empty();
    }

    @Override
    public String toString() {
        return "token (not shown)";
    }
}
