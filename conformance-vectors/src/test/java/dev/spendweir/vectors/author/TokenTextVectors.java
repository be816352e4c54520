package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Spec 2.2, point 1: texts that are no token, and JSON that is none. */
final class TokenTextVectors extends TokenDrafts {
    /** An unknown header of this length makes a token of 8192 letters. */
    private static final int LONGEST_PAD = 5325;

    TokenTextVectors(VectorFile file) {
        super(file);
    }

    void texts() {
        malformedText("empty", "The empty text", "").p0();
        malformedText("dots", "Two dots and nothing else", "..");
        malformedText("two_parts", "A part is missing", token().make().replaceAll("\\.[^.]*$", ""))
                .p0();
        malformed("four_parts", "A part too many", token().text(text -> text + ".x"));
        malformed("five_parts", "An encrypted token has five parts", token().text(text -> text + ".x.y"));
        malformed("trailing_dot", "A dot at the end", token().text(text -> text + "."));
        malformed("leading_blank", "White space before the token", token().text(text -> " " + text));
        malformed("trailing_newline", "A line end after the token", token().text(text -> text + "\n"))
                .p0();
        malformed("bearer", "A token is no header value", token().text(text -> "Bearer " + text));
        malformed("inner_blank", "White space inside a part", token().text(text -> text.replace(".", " .")));
        malformed("padding", "base64url has no padding here", token().text(text -> text + "=="))
                .p0();
        malformed("padding_dots", "Padding of other spellings", token().text(text -> text + "%3d%3d"));
        malformed(
                "standard_alphabet",
                "The other alphabet's plus and slash",
                token().text(text -> "+/" + text.substring(2)));
        malformed(
                        "stray_bits",
                        "The last letter has bits that belong to no byte: another text of the same signature",
                        token().text(TokenTextVectors::withStrayBit))
                .p0();
        malformed("one_letter", "One letter is no byte", token().text(text -> text.substring(0, text.length() - 1)));
        malformed("full_width", "A letter that only looks like one", token().text(text -> "\uff45" + text.substring(1)))
                .flags("unicode");
        malformed("nul", "A NUL after the token", token().text(text -> text + "\u0000"))
                .flags("unicode");
        malformed("json_serialisation", "The JSON serialisation of a JWS is none of ours", token().text(text -> {
            String[] parts = text.split("\\.");
            return Json.write(Json.object("protected", parts[0], "payload", parts[1], "signature", parts[2]));
        }));
        malformed("too_long", "One letter more than 8 KiB", padded(LONGEST_PAD + 1))
                .flags("boundary")
                .p0();
        ask("longest", "Exactly 8 KiB are looked at", padded(LONGEST_PAD))
                .want("claims.jti=t-1")
                .flags("boundary");
        for (String json : List.of("7", "true", "null", "['a']", "{'a':1}")) {
            ask(
                            "not_text_" + json.replaceAll("[^a-z0-9]", ""),
                            "A token is a text, not " + json,
                            Quoted.json(json),
                            "{}")
                    .fails("TOKEN_MALFORMED")
                    .flags("choice");
        }
    }

    private static String withStrayBit(String text) {
        char last = text.charAt(text.length() - 1);
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return text.substring(0, text.length() - 1) + letters.charAt(letters.indexOf(last) + 1);
    }

    private static Forge padded(int length) {
        String pad = Json.write(Json.object("pad", "x".repeat(length))).replace('"', '\'');
        return token().header(pad).text(text -> {
            if (text.length() > 8192 != length > LONGEST_PAD) {
                throw new IllegalStateException("a pad of " + length + " makes a token of " + text.length());
            }
            return text;
        });
    }

    void json() {
        malformed("header_text", "The header is no JSON", token().rawHeader("header"));
        malformed("header_empty", "The header is empty", token().rawHeader(new byte[0]));
        malformed("header_list", "The header is a list", token().rawHeader("['EdDSA']"));
        malformed("header_null", "The header is null", token().rawHeader("null"));
        malformed(
                        "header_twice_alg",
                        "A name twice in the header",
                        token().rawHeader(
                                        "{'alg':'EdDSA','kid':'k-active','typ':'spendweir-approval+jwt','alg':'EdDSA'}"))
                .p0();
        malformed(
                "header_twice_escaped",
                "A name twice, once escaped",
                token().rawHeader(
                                "{'alg':'EdDSA','kid':'k-active','typ':'spendweir-approval+jwt','\\u0061lg':'none'}"));
        malformed(
                "header_tail",
                "Text after the header's object",
                token().rawHeader("{'alg':'EdDSA','kid':'k-active','typ':'spendweir-approval+jwt'} {}"));
        malformed(
                "header_comment",
                "JSON has no comments",
                token().rawHeader("{'alg':'EdDSA',/**/'kid':'k-active','typ':'spendweir-approval+jwt'}"));
        malformed(
                "header_trailing_comma",
                "JSON has no trailing commas",
                token().rawHeader("{'alg':'EdDSA','kid':'k-active','typ':'spendweir-approval+jwt',}"));
        malformed(
                "header_bom",
                "A byte order mark",
                token().rawHeader("\ufeff{'alg':'EdDSA','kid':'k-active','typ':'spendweir-approval+jwt'}"));
        malformed("header_utf8", "Bytes that are no UTF-8", token().rawHeader(new byte[] {'{', (byte) 0xff, '}'}));
        malformed(
                "header_utf16",
                "Another encoding than UTF-8",
                token().rawHeader("{}".getBytes(StandardCharsets.UTF_16LE)));
        malformed("payload_nested_token", "A token inside a token", token().rawPayload(token().make()));
        malformed("payload_text", "The payload is a JSON text", token().rawPayload("\"claims\""));
        malformed(
                        "payload_twice",
                        "A claim twice, the first one as expected",
                        token().rawPayload(Forge.payload(Forge.CLAIMS)
                                .replace("\"binding\":\"exact\"", "\"binding\":\"exact\",\"tenant_id\":\"evil\"")))
                .p0();
        malformed(
                "payload_twice_deep",
                "A name twice deep inside an unknown claim",
                token().rawPayload(Forge.payload(Forge.CLAIMS).replaceFirst("\\{", "{\"x\":[{\"a\":1,\"a\":2}],")));
        malformed(
                        "payload_deep",
                        "A thousand and one lists inside each other",
                        token().rawPayload("{\"x\":" + "[".repeat(1000) + "]".repeat(1000) + "}"))
                .flags("boundary");
    }
}
