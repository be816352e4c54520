package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;

/** Spec 1.1: what an amount is on the wire. */
final class AmountVectors {
    private final VectorFile file = new VectorFile("amount", "parse", "1.1");

    static VectorFile parse() {
        AmountVectors vectors = new AmountVectors();
        vectors.strings();
        vectors.numbers();
        vectors.rounding();
        vectors.range();
        vectors.refused();
        return vectors.file;
    }

    /** The value is a JSON text. */
    private Draft good(String slug, String value, String amount, String title) {
        return file.add(slug, "amount.parse", title, Json.object("value", Draft.raw(value)))
                .want("amount='" + amount + "'");
    }

    private Draft bad(String slug, String value, String code, String title) {
        return file.add(slug, "amount.parse", title, Json.object("value", Draft.raw(value)))
                .fails(code);
    }

    private void strings() {
        good("string_integer", "\"12\"", "12", "A string of digits is an amount")
                .p0();
        good("string_fraction", "\"12.5\"", "12.5", "A string with a fraction is an amount")
                .p0();
        good("string_negative", "\"-3.000001\"", "-3.000001", "A negative amount keeps its sixth digit")
                .p0();
        good("string_trailing_zeros", "\"12.500000\"", "12.5", "Trailing zeros of the fraction are not written");
        good("string_integer_zeros", "\"1200\"", "1200", "Zeros before the point are digits of the amount");
        good("string_zero_fraction", "\"7.000\"", "7", "A fraction of zeros leaves no point behind");
        good("string_leading_zeros", "\"007\"", "7", "Leading zeros are fine in a string")
                .spec("1.1, A15");
        good("string_negative_zero", "\"-0\"", "0", "Minus zero is zero")
                .spec("1.1, A15")
                .p0();
        good("string_negative_zero_fraction", "\"-0.000\"", "0", "Minus zero with a fraction is zero");
        good("string_one_micro", "\"0.000001\"", "0.000001", "One micro-unit is the least amount and needs no exponent")
                .p0();
        good(
                        "string_many_leading_zeros",
                        "\"0000000000000000000000000000000000000000000001\"",
                        "1",
                        "A string of more than 40 characters is fine: the limit is for exponents")
                .spec("A13");
        good(
                        "string_long_fraction",
                        "\"1.00000000000000000000000000000000000000000000000001\"",
                        "1",
                        "A long fraction is rounded, whatever its length")
                .spec("A13");
    }

    private void numbers() {
        good("number_integer", "12", "12", "A JSON integer is an amount").p0();
        good("number_fraction", "12.50", "12.5", "A JSON number with a fraction is an amount");
        good("number_negative", "-3.25", "-3.25", "A negative JSON number is an amount");
        good("number_negative_zero", "-0", "0", "The JSON number minus zero is zero")
                .spec("A12");
        good(
                        "number_text_not_double",
                        "0.1000005",
                        "0.1",
                        "The text 0.1000005 is a tie and goes to the even 0.100000; its double lies above")
                .spec("A12")
                .flags("double", "rounding")
                .p0();
        good(
                        "number_beyond_double",
                        "999999999999.123457",
                        "999999999999.123457",
                        "18 digits survive, which a double cannot hold")
                .spec("A12")
                .flags("double")
                .p0();
        good(
                        "number_long_no_exponent",
                        "1.0000000000000000000000000000000000000000000000000",
                        "1",
                        "A number without exponent may be longer than 40 characters")
                .spec("A13");
        good("exponent_small", "1.5e3", "1500", "An exponent is read exactly").p0();
        good("exponent_capital", "1.5E3", "1500", "A capital E is an exponent too");
        good("exponent_plus", "1.5e+3", "1500", "An exponent may have a plus sign");
        good("exponent_negative", "25e-1", "2.5", "A negative exponent moves the point left");
        good("exponent_zero_huge", "0e999", "0", "Zero stays zero with any exponent")
                .spec("A14")
                .p0();
        good(
                        "exponent_zero_overlong_int",
                        "0e99999999999999999999",
                        "0",
                        "Zero with an exponent beyond 64 bits is zero")
                .spec("A14");
        good(
                        "exponent_tiny",
                        "1e-999999999",
                        "0",
                        "A number far below a micro-unit rounds to zero without being expanded")
                .spec("A14");
        good("exponent_tiny_negative", "-1e-7", "0", "A negative number that rounds to zero has no sign")
                .flags("rounding");
        good("exponent_at_limit", "1e12", "1000000000000", "10^12 is in range in exponent form")
                .flags("boundary")
                .p0();
        good(
                        "exponent_40_characters",
                        "1.000000000000000000000000000000000000e0",
                        "1",
                        "40 characters with an exponent are accepted")
                .spec("A13")
                .flags("boundary");
    }

    private void rounding() {
        good("round_half_even_down", "\"0.0000005\"", "0", "Half a micro-unit goes to the even zero")
                .flags("rounding")
                .p0();
        good("round_half_even_up", "\"0.0000015\"", "0.000002", "One and a half micro-units go to the even two")
                .flags("rounding")
                .p0();
        good("round_half_even_25", "\"0.0000025\"", "0.000002", "Two and a half micro-units go to the even two")
                .flags("rounding");
        good("round_above_half", "\"0.00000050000000001\"", "0.000001", "The least digit above a tie rounds up")
                .flags("rounding");
        good("round_negative_tie", "\"-0.0000015\"", "-0.000002", "A negative tie goes to the even neighbour too")
                .flags("rounding");
        good("round_carry", "\"0.9999995\"", "1", "Rounding carries through all nines")
                .flags("rounding");
        good("round_negative_to_zero", "\"-0.0000004\"", "0", "What rounds to zero from below is 0, not -0")
                .flags("rounding");
        good("round_number_tie", "2.0000005", "2", "A JSON number's tie goes to even by its text")
                .flags("rounding", "double");
        good("round_exponent_tie", "15e-7", "0.000002", "A tie in exponent form goes to even")
                .flags("rounding");
    }

    private void range() {
        good("limit_positive", "\"1000000000000\"", "1000000000000", "10^12 is the largest amount")
                .flags("boundary")
                .p0();
        good("limit_negative", "\"-1000000000000\"", "-1000000000000", "-10^12 is the least amount")
                .flags("boundary");
        String beyond = "AMOUNT_OUT_OF_RANGE";
        bad("limit_one_micro_beyond", "\"1000000000000.000001\"", beyond, "One micro-unit above 10^12 is out of range")
                .flags("boundary")
                .p0();
        bad(
                        "limit_before_rounding",
                        "\"1000000000000.0000001\"",
                        beyond,
                        "The limit is compared before rounding: this would round to 10^12")
                .spec("A14")
                .flags("boundary", "rounding")
                .p0();
        bad("limit_negative_beyond", "\"-1000000000000.000001\"", beyond, "One micro-unit below -10^12 is out of range")
                .flags("boundary");
        bad("limit_number", "1000000000001", beyond, "A number above 10^12 is out of range");
        bad("limit_exponent_13", "1e13", beyond, "10^13 in exponent form is out of range, not invalid")
                .spec("A14")
                .p0();
        bad("limit_exponent_huge", "1e999999999", beyond, "A huge exponent is out of range and is never expanded")
                .spec("A14")
                .p0();
        bad(
                        "limit_exponent_beyond_int",
                        "-1e99999999999999999999",
                        beyond,
                        "An exponent beyond 64 bits is out of range")
                .spec("A14");
        bad("limit_20_digits", "\"99999999999999999999\"", beyond, "A string beyond 64 bits is out of range")
                .flags("overflow");
    }

    private void refused() {
        String invalid = "INVALID_AMOUNT";
        bad("empty", "\"\"", invalid, "The empty string is no amount").p0();
        bad("blank_around", "\" 12.5 \"", invalid, "Amounts are never stripped")
                .spec("A15")
                .p0();
        bad("plus", "\"+1\"", invalid, "A leading plus is refused").p0();
        bad("hex", "\"0x10\"", invalid, "Hexadecimal is refused");
        bad("nan", "\"NaN\"", invalid, "NaN is refused").p0();
        bad("infinity", "\"Infinity\"", invalid, "Infinity is refused");
        bad("string_exponent", "\"1e3\"", invalid, "An exponent is for numbers only, not for strings")
                .p0();
        bad("no_integer_part", "\".5\"", invalid, "A point needs digits before it");
        bad("no_fraction", "\"5.\"", invalid, "A point needs digits after it");
        bad("only_sign", "\"-\"", invalid, "A sign alone is refused");
        bad("two_points", "\"1.2.3\"", invalid, "Two points are refused");
        bad("comma", "\"1,5\"", invalid, "A comma is no decimal point");
        bad("grouping", "\"1_000\"", invalid, "Digits are not grouped");
        bad("arabic_digits", "\"\\u0661\\u0662\"", invalid, "Digits are ASCII")
                .spec("A15")
                .flags("unicode");
        bad("fullwidth_digits", "\"\\uff11\"", invalid, "Full-width digits are refused")
                .spec("A15")
                .flags("unicode");
        bad("nbsp", "\"\\u00a012\"", invalid, "A no-break space is refused like any blank")
                .flags("unicode");
        bad("newline_end", "\"12\\n\"", invalid, "A line end after the digits is refused");
        bad("null", "null", invalid, "null is no amount").spec("A15").p0();
        bad("true", "true", invalid, "A boolean is no amount").spec("A15");
        bad("object", "{\"amount\":\"1\"}", invalid, "An object is no amount").spec("A15");
        bad("array", "[\"1\"]", invalid, "A list is no amount").spec("A15");
        bad(
                        "exponent_41_characters",
                        "1.0000000000000000000000000000000000000e0",
                        invalid,
                        "41 characters with an exponent are refused")
                .spec("A13")
                .flags("boundary")
                .p0();
        bad(
                        "exponent_length_before_range",
                        "1.00000000000000000000000000000000000000e99",
                        invalid,
                        "Length is checked before range: too long and out of range is INVALID_AMOUNT")
                .spec("N1")
                .flags("precedence");
        file.add("absent", "amount.parse", "An absent value is INVALID_AMOUNT", Json.object())
                .spec("A15")
                .fails(invalid);
        file.add(
                        "unknown_member",
                        "amount.parse",
                        "An unknown member of the input is ignored",
                        Quoted.object("{'value':'1','unit':'USD'}"))
                .spec("A2")
                .want("amount='1'");
    }
}
