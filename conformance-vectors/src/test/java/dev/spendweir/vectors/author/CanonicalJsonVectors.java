package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;

/** RFC 8785 with spec 10 A9-A11. */
final class CanonicalJsonVectors {
    private final VectorFile file = new VectorFile("canonical_json", "canonicalize", "RFC 8785, A10, A11");

    static VectorFile canonicalize() {
        CanonicalJsonVectors vectors = new CanonicalJsonVectors();
        vectors.structure();
        vectors.strings();
        vectors.numbers();
        vectors.refused();
        return vectors.file;
    }

    private Draft good(String slug, String text, String canonical, String title) {
        return file.add(slug, "json.canonicalize", title, Json.object("text", text))
                .want("canonical=" + Json.write(canonical));
    }

    private Draft bad(String slug, String text, String title) {
        return file.add(slug, "json.canonicalize", title, Json.object("text", text))
                .fails("INVALID_JSON");
    }

    private void structure() {
        good("empty_object", "{ }", "{}", "White space inside an empty object goes")
                .want("sha256='44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'")
                .p0();
        good("empty_array", "[\n]", "[]", "White space inside an empty array goes")
                .want("sha256='4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945'");
        good("sorted_keys", "{\"b\":1,\"a\":2}", "{\"a\":2,\"b\":1}", "Keys are sorted")
                .p0();
        good(
                "nested_sorted",
                "{\"z\":{\"b\":[],\"a\":{}},\"y\":null}",
                "{\"y\":null,\"z\":{\"a\":{},\"b\":[]}}",
                "Keys are sorted at every depth");
        good("array_order", "[3,1,2]", "[3,1,2]", "The order of a list stays").p0();
        good(
                "upper_before_lower",
                "{\"a\":1,\"B\":2}",
                "{\"B\":2,\"a\":1}",
                "Keys are sorted by code unit: capitals first");
        good("prefix_first", "{\"aa\":1,\"a\":2}", "{\"a\":2,\"aa\":1}", "A key sorts before those that it begins");
        good("empty_key", "{\"a\":1,\"\":2}", "{\"\":2,\"a\":1}", "The empty key is a key and comes first");
        good(
                        "utf16_order",
                        "{\"\uff61\":1,\"\ud83d\ude00\":2}",
                        "{\"\ud83d\ude00\":2,\"\uff61\":1}",
                        "Keys sort by UTF-16 units: U+1F600 (D83D DE00) comes before U+FF61, though its code point is higher")
                .flags("unicode")
                .p0();
        good("literals", "[true,false,null]", "[true,false,null]", "Literals stay as they are");
        good("top_string", "\"x\"", "\"x\"", "Any value may be at the top: a string");
        good("top_number", " 1.0 ", "1", "Any value may be at the top: a number");
        good("top_null", "null", "null", "Any value may be at the top: null");
        good(
                        "depth_1000",
                        "[".repeat(1000) + "]".repeat(1000),
                        "[".repeat(1000) + "]".repeat(1000),
                        "1000 nested containers are accepted")
                .spec("A9")
                .flags("boundary");
        bad("depth_1001", "[".repeat(1001) + "]".repeat(1001), "1001 nested containers are refused")
                .spec("A9")
                .flags("boundary")
                .p0();
        good(
                        "depth_mixed_1000",
                        "{\"a\":[".repeat(500) + "1" + "]}".repeat(500),
                        "{\"a\":[".repeat(500) + "1" + "]}".repeat(500),
                        "Objects and lists count alike; the number inside is no container")
                .spec("A9")
                .flags("boundary");
    }

    private void strings() {
        good("unescape_letter", "\"\\u0041\"", "\"A\"", "An escape that is not needed goes")
                .p0();
        good("unescape_slash", "\"a\\/b\"", "\"a/b\"", "A slash is not escaped");
        good(
                        "short_escapes",
                        "\"\\u0008\\u0009\\u000a\\u000c\\u000d\"",
                        "\"\\b\\t\\n\\f\\r\"",
                        "Five controls have a short escape")
                .p0();
        good("long_escape_lower_case", "\"\\u001F\"", "\"\\u001f\"", "Other controls have four lower-case hex digits");
        good(
                "escaped_quote_and_backslash",
                "\"\\u0022\\u005c\"",
                "\"\\\"\\\\\"",
                "A quote and a backslash stay escaped");
        good("del_not_escaped", "\"\\u007f\"", "\"\u007f\"", "U+007F is not escaped");
        good("nul_accepted", "\"\\u0000\"", "\"\\u0000\"", "U+0000 is accepted here")
                .spec("A26b");
        good("line_separator", "\"\\u2028\"", "\"\u2028\"", "U+2028 is not escaped");
        good("surrogate_pair", "\"\\ud83d\\ude00\"", "\"\ud83d\ude00\"", "An escaped surrogate pair is one character")
                .flags("unicode")
                .p0();
        good("no_normalisation", "\"e\\u0301\"", "\"e\u0301\"", "A combining accent is not composed")
                .spec("A26c")
                .flags("unicode");
        good("noncharacter", "\"\\uffff\"", "\"\uffff\"", "A noncharacter is accepted")
                .flags("unicode");
        bad("lone_high", "\"\\ud800\"", "A lone high surrogate is refused")
                .flags("unicode")
                .p0();
        bad("lone_low", "\"\\udc00\"", "A lone low surrogate is refused").flags("unicode");
        bad("lone_in_key", "{\"\\ud800\":1}", "A lone surrogate in a key is refused")
                .flags("unicode");
        bad("swapped_pair", "\"\\ude00\\ud83d\"", "A pair the wrong way round is two lone surrogates")
                .flags("unicode");
    }

    private void numbers() {
        good("number_minus_zero", "-0", "0", "Minus zero is 0").p0();
        good("number_minus_zero_fraction", "-0.0e5", "0", "Minus zero in any spelling is 0");
        good("number_trailing_zero", "1.50", "1.5", "A trailing zero goes");
        good("number_integer_exponent", "1e2", "100", "A small exponent is written out")
                .p0();
        good("number_1e20", "1e20", "100000000000000000000", "Below 10^21 there is no exponent")
                .flags("boundary");
        good("number_1e21", "1e21", "1e+21", "From 10^21 on there is an exponent with its sign")
                .flags("boundary")
                .p0();
        good("number_1e_minus_6", "0.000001", "0.000001", "10^-6 is written without exponent")
                .flags("boundary");
        good("number_1e_minus_7", "0.0000001", "1e-7", "10^-7 is written with an exponent")
                .flags("boundary")
                .p0();
        good("number_1_5e_minus_7", "0.00000015", "1.5e-7", "One digit comes before the point of an exponential form");
        good("number_min", "5e-324", "5e-324", "The least double has one digit").flags("double");
        good("number_max", "1.7976931348623157e308", "1.7976931348623157e+308", "The largest double")
                .flags("double");
        good("number_0_1_plus_0_2", "0.30000000000000004", "0.30000000000000004", "17 digits where 16 do not suffice")
                .flags("double");
        good(
                        "number_shortest",
                        "0.1000000000000000055511151231257827",
                        "0.1",
                        "The fewest digits that read back as the same double")
                .flags("double")
                .p0();
        good(
                        "number_2_to_53_plus_1",
                        "9007199254740993",
                        "9007199254740992",
                        "An integer beyond 2^53 becomes its double")
                .spec("A11")
                .flags("double")
                .p0();
        good("number_tie_23", "1e23", "1e+23", "1e23 is not 9.999999999999999e22")
                .flags("double");
        good("number_2e_minus_3", "2.0e-3", "0.002", "RFC 8785's example");
        good(
                        "number_333",
                        "333333333.33333329",
                        "333333333.3333333",
                        "RFC 8785's example of digits that a double has not")
                .flags("double");
        good("number_capital_e", "2.0E-3", "0.002", "A capital E is read");
        good(
                        "number_2_2250738585072014e_308",
                        "2.2250738585072014e-308",
                        "2.2250738585072014e-308",
                        "The least normal double")
                .flags("double");
        good(
                        "number_2e23",
                        "2e23",
                        "2e+23",
                        "2e23 has one digit; some older printers write 2.0000000000000003e23 or 1.9999999999999998e23")
                .flags("double");
        good("number_underflow", "1e-400", "0", "A number below the least double is 0, which is finite")
                .flags("double");
        bad("number_overflow", "1e400", "A number beyond double is refused")
                .flags("double")
                .p0();
        bad("number_overflow_negative", "-1e309", "A number beyond double is refused on the negative side")
                .flags("double");
        good(
                        "number_max_rounds_down",
                        "1.7976931348623158e308",
                        "1.7976931348623157e+308",
                        "What rounds to the largest double is finite")
                .flags("double", "boundary");
    }

    private void refused() {
        bad("duplicate_key", "{\"a\":1,\"a\":1}", "A duplicate key is refused").p0();
        bad("duplicate_key_escaped", "{\"a\":1,\"\\u0061\":2}", "Keys are compared after unescaping")
                .p0();
        bad("duplicate_key_nested", "{\"x\":[{\"k\":1,\"k\":2}]}", "A duplicate key is refused at any depth");
        bad("empty_text", "", "The empty text is refused");
        bad("blank_text", "  ", "White space alone is refused");
        bad("bom", "\ufeff{}", "A byte order mark is refused").p0();
        bad("two_values", "1 2", "Two values are refused");
        bad("trailing_comma", "[1,]", "A trailing comma is refused");
        bad("trailing_comma_object", "{\"a\":1,}", "A trailing comma in an object is refused");
        bad("comment", "1 // one", "A comment is refused");
        bad("single_quotes", "{'a':1}", "Single quotes are refused");
        bad("unquoted_key", "{a:1}", "A key without quotes is refused");
        bad("leading_zero", "01", "A leading zero is refused");
        bad("leading_plus", "+1", "A leading plus is refused");
        bad("no_fraction_digits", "1.", "A point without digits is refused");
        bad("no_integer_digits", ".5", "A fraction without an integer part is refused");
        bad("nan", "NaN", "NaN is refused");
        bad("raw_control", "\"a\tb\"", "A raw control character in a string is refused");
        bad("bad_escape", "\"\\x41\"", "An unknown escape is refused");
        bad("short_unicode_escape", "\"\\u00e\"", "A \\u escape has four digits");
        bad("unclosed", "[1", "A list that does not end is refused");
        bad("capital_literal", "True", "Literals are lower case");
        bad("form_feed_space", "\f1", "A form feed is no JSON white space");
        bad("nbsp_space", "\u00a01", "A no-break space is no JSON white space").flags("unicode");
        file.add("text_absent", "json.canonicalize", "An absent text is INVALID_JSON", Json.object())
                .fails("INVALID_JSON");
        file.add(
                        "text_no_string",
                        "json.canonicalize",
                        "A text that is no string is INVALID_JSON",
                        Quoted.object("{'text':{'a':1}}"))
                .fails("INVALID_JSON");
    }
}
