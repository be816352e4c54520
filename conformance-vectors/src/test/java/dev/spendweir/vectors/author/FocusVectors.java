package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Spec 5.4: rows of a FOCUS file, summed. A row is written {@code day|project|cost|class}; what is left out is plain. */
final class FocusVectors {
    private static final String OP = "ingest.focus";
    private static final String CLOCK = "2026-03-02T12:00:00Z";

    private final VectorFile file = new VectorFile("ingest", "focus", "5.4");

    static VectorFile focus() {
        FocusVectors vectors = new FocusVectors();
        vectors.sums();
        vectors.corrections();
        vectors.times();
        vectors.costs();
        vectors.fields();
        vectors.projects();
        vectors.settings();
        return vectors.file;
    }

    private static Map<String, Object> row(String... columnsAndFields) {
        Map<String, Object> row =
                Json.object("ChargePeriodStart", "2026-03-01T00:00:00Z", "BillingCurrency", "USD", "BilledCost", "1");
        for (int i = 0; i < columnsAndFields.length; i += 2) {
            row.put(columnsAndFields[i], columnsAndFields[i + 1]);
        }
        return row;
    }

    @SafeVarargs
    private static Map<String, Object> input(String projectColumn, Map<String, Object>... rows) {
        List<Object> list = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            list.add(row);
        }
        Map<String, Object> input = Json.object("rows", list, "currency", "USD", "clock_time", CLOCK);
        if (projectColumn != null) {
            input.put("project_column", projectColumn);
        }
        return input;
    }

    @SafeVarargs
    private Draft add(String slug, String title, Map<String, Object>... rows) {
        return file.add("focus_" + slug, OP, title, input(null, rows));
    }

    @SafeVarargs
    private Draft addBy(String column, String slug, String title, Map<String, Object>... rows) {
        return file.add("focus_" + slug, OP, title, input(column, rows));
    }

    private static Map<String, Object> cost(String cost) {
        return row("BilledCost", cost);
    }

    private static String days(String... datesAndAmounts) {
        StringBuilder out = new StringBuilder("days=[");
        for (int i = 0; i < datesAndAmounts.length; i += 2) {
            out.append(i == 0 ? "" : ",")
                    .append("{'date':'")
                    .append(datesAndAmounts[i])
                    .append("','project_id':null,'amount':'")
                    .append(datesAndAmounts[i + 1])
                    .append("'}");
        }
        return out.append("]").toString();
    }

    private static String refused(String code, String column) {
        return "rejected=[{'index':0,'code':'" + code + "','pointer':'/" + column + "'}]";
    }

    private void sums() {
        add("sum", "Rows of one day are one figure", cost("1.25"), cost("2.5"), cost("-0.75"))
                .p0()
                .want("accepted=3", days("2026-03-01", "3"), "corrections=[]", "rejected=[]");
        add("none", "No rows are no figures").want("accepted=0", "days=[]", "corrections=[]", "rejected=[]");
        add(
                        "order",
                        "Figures are sorted by date, whatever the order of rows",
                        row("ChargePeriodStart", "2026-03-01"),
                        row("ChargePeriodStart", "2026-02-28"),
                        row("ChargePeriodStart", "2026-03-01"))
                .flags("determinism")
                .want(days("2026-02-28", "1", "2026-03-01", "2"));
        add("round_once", "A sum is rounded once, at the end", cost("0.0000004"), cost("0.0000004"), cost("0.0000004"))
                .p0()
                .flags("rounding")
                .want(days("2026-03-01", "0.000001"));
        add("half_even_down", "A sum at a tie goes to the even micro-unit", cost("0.000001"), cost("0.0000015"))
                .flags("rounding")
                .want(days("2026-03-01", "0.000002"));
        add("half_even_negative", "A negative sum at a tie", cost("-0.0000015"), cost("-0.000002"))
                .flags("rounding")
                .want(days("2026-03-01", "-0.000004"));
        add("zero", "A sum of nothing is a figure: the day is known to have cost nothing", cost("5"), cost("-5.00"))
                .want(days("2026-03-01", "0"));
        add("sum_max", "A day of exactly 10^10", cost("9999999999"), cost("1"))
                .flags("boundary")
                .want(days("2026-03-01", "10000000000"));
        add("sum_rounds_to_max", "A sum that rounds to 10^10", cost("10000000000"), cost("0.0000005"))
                .flags("boundary", "rounding")
                .want(days("2026-03-01", "10000000000"));
        add("sum_beyond", "A day that costs more than any day does", cost("10000000000"), cost("0.000001"))
                .p0()
                .flags("boundary", "choice")
                .fails("AMOUNT_OUT_OF_RANGE");
        add("sum_far_beyond", "A day far beyond", cost("10000000000"), cost("10000000000"), cost("10000000000"))
                .fails("AMOUNT_OUT_OF_RANGE");
        add("bad_rows_apart", "A bad row is left out and told; the others count", cost("1"), cost("x"), cost("2"))
                .p0()
                .want("accepted=2", days("2026-03-01", "3"), "rejected.0.index=1", "rejected.#=1");
    }

    private void corrections() {
        Map<String, Object> correction = row("ChargeClass", "Correction", "BilledCost", "-7.5");
        add(
                        "correction_alone",
                        "A correction of a day that the file has nothing else about changes what is stored",
                        correction)
                .p0()
                .flags("choice")
                .want("days=[]", "corrections=[{'date':'2026-03-01','project_id':null,'amount':'-7.5'}]", "accepted=1");
        add("correction_with", "A correction beside other rows of its day is one of them", cost("10"), correction)
                .p0()
                .want(days("2026-03-01", "2.5"), "corrections=[]");
        add(
                        "correction_other_day",
                        "A correction beside rows of another day stays a correction",
                        row("ChargePeriodStart", "2026-02-28"),
                        correction)
                .want(days("2026-02-28", "1"), "corrections.#=1");
        add("correction_word", "The charge class is compared exactly", row("ChargeClass", "correction"))
                .flags("choice")
                .want(days("2026-03-01", "1"), "corrections=[]");
        add("correction_null", "The charge class NULL is none", row("ChargeClass", "NULL"))
                .want(days("2026-03-01", "1"));
    }

    private void times() {
        String[][] good = {
            {"date", "A date alone", "2026-03-01", "2026-03-01"},
            {"blank", "A blank in place of the T, and no zone: UTC", "2026-03-01 22:00:00", "2026-03-01"},
            {"minutes", "Hours and minutes alone", "2026-03-01T23:59", "2026-03-01"},
            {"fraction", "Nine fraction digits", "2026-03-01T23:59:59.999999999Z", "2026-03-01"},
            {"east", "East of Greenwich the UTC day is the one before", "2026-03-01T01:00:00+02:00", "2026-02-28"},
            {"west", "West of Greenwich it is the one after", "2026-02-28 22:00:00-02:00", "2026-03-01"},
            {"leap", "Back over the end of February in a leap year", "2024-03-01T00:30+01:00", "2024-02-29"},
            {"far", "An offset of almost a day", "2026-03-02T00:00:00+23:59", "2026-03-01"},
            {"ahead", "2 days ahead", "2026-03-04", "2026-03-04"},
        };
        for (String[] c : good) {
            add("time_" + c[0], c[1], row("ChargePeriodStart", c[2]))
                    .flags("calendar")
                    .want(days(c[3], "1"));
        }
        String[][] bad = {
            {"3_ahead", "3 days ahead", "2026-03-05"},
            {"ahead_utc", "3 days ahead in UTC", "2026-03-04T23:00:00-01:00"},
            {"us", "A date as Americans write it", "3/1/26"},
            {"february", "30 February", "2026-02-30"},
            {"24", "24 o'clock", "2026-03-01T24:00:00Z"},
            {"leap_second", "A leap second", "2026-03-01T00:00:60Z"},
            {"both", "A T and a blank", "2026-03-01T 01:00"},
            {"date_zone", "A date with a zone", "2026-03-01Z"},
            {"offset", "An offset of 24 hours", "2026-03-01T00:00:00+24:00"},
            {"offset_short", "An offset without colon", "2026-03-01T00:00:00+0200"},
            {"year_0", "An instant of the year 0", "0001-01-01T00:00:00+00:01"},
            {"lower", "Lower-case letters", "2026-03-01t00:00:00z"},
        };
        for (String[] c : bad) {
            add("time_" + c[0], c[1] + " is no charge period", row("ChargePeriodStart", c[2]))
                    .flags("calendar", "choice")
                    .want("accepted=0", refused("INVALID_FIELD", "ChargePeriodStart"));
        }
    }

    private void costs() {
        String[][] good = {
            {"exponent", "Scientific notation", "-6.25E-2", "-0.0625"},
            {"exponent_plus", "An exponent with a sign", "1e+3", "1000"},
            {"zeros", "Zeros at both ends", "007.500", "7.5"},
            {"exponent_40", "An exponent of -40", "5e-40", "0"},
            {"digits", "64 characters", "0." + "3".repeat(62), "0.333333"},
            {"max", "A row of 10^10", "1E10", "10000000000"},
            {"zero_exponent", "Nothing with an exponent", "0e40", "0"},
        };
        for (String[] c : good) {
            add("cost_" + c[0], c[1], cost(c[2])).flags("boundary").want(days("2026-03-01", c[3]));
        }
        String[][] bad = {
            {"plus", "A plus sign", "+1", "INVALID_AMOUNT"},
            {"point_first", "No digit before the point", ".5", "INVALID_AMOUNT"},
            {"point_last", "No digit after the point", "5.", "INVALID_AMOUNT"},
            {"comma", "A comma", "1,000", "INVALID_AMOUNT"},
            {"currency", "A currency sign", "$5", "INVALID_AMOUNT"},
            {"arabic", "Arabic digits", "\u0661", "INVALID_AMOUNT"},
            {"exponent_41", "An exponent of -41", "1e-41", "INVALID_AMOUNT"},
            {"exponent_huge", "An exponent beyond all bounds", "1e99999", "INVALID_AMOUNT"},
            {"digits_65", "65 characters", "0." + "3".repeat(63), "INVALID_AMOUNT"},
            {"beyond", "A row a little beyond 10^10", "10000000000.0000001", "AMOUNT_OUT_OF_RANGE"},
            {"beyond_down", "A row a little beyond -10^10", "-10000000000.0000001", "AMOUNT_OUT_OF_RANGE"},
        };
        for (String[] c : bad) {
            add("cost_" + c[0], c[1] + " in a cost", cost(c[2]))
                    .flags("boundary", "choice")
                    .want("days=[]", refused(c[3], "BilledCost"));
        }
    }

    private void fields() {
        for (String column : new String[] {"ChargePeriodStart", "BillingCurrency", "BilledCost"}) {
            add(
                            "null_" + column.toLowerCase(java.util.Locale.ROOT),
                            "The word NULL as " + column + " is an empty field",
                            row(column, "NULL"))
                    .want(refused("FIELD_REQUIRED", column));
        }
        add("null_case", "The word null in any case, with blanks around it", cost(" nUlL\t"))
                .want(refused("FIELD_REQUIRED", "BilledCost"));
        Map<String, Object> cut = row();
        cut.remove("BilledCost");
        add("no_cost", "A row without the cost's column", cut).want(refused("FIELD_REQUIRED", "BilledCost"));
        add(
                        "stripped",
                        "ASCII white space around a field does not count",
                        row("ChargePeriodStart", " 2026-03-01 ", "BillingCurrency", "USD\t", "BilledCost", "\n2"))
                .want(days("2026-03-01", "2"));
        add("nbsp", "A no-break space is no white space", cost("2\u00a0"))
                .flags("unicode")
                .want(refused("INVALID_AMOUNT", "BilledCost"));
        add("currency", "Another currency than the policy's", row("BillingCurrency", "EUR"))
                .p0()
                .want(refused("CURRENCY_MISMATCH", "BillingCurrency"));
        add(
                        "currency_before_cost",
                        "The currency comes before the cost",
                        row("BillingCurrency", "EUR", "BilledCost", "NULL"))
                .flags("precedence")
                .want(refused("CURRENCY_MISMATCH", "BillingCurrency"));
        add("currency_lower", "Currencies are compared exactly", row("BillingCurrency", "usd"))
                .want(refused("CURRENCY_MISMATCH", "BillingCurrency"));
        add(
                        "first_mistake",
                        "Of several mistakes of a row the first counts: period, currency, project, cost",
                        row("ChargePeriodStart", "x", "BillingCurrency", "EUR", "BilledCost", "y"))
                .flags("precedence", "choice")
                .want(refused("INVALID_FIELD", "ChargePeriodStart"));
        addBy(
                        "SubAccountId",
                        "second_mistake",
                        "The project comes before the cost",
                        row("SubAccountId", "a\u0001", "BilledCost", "y"))
                .flags("precedence")
                .want(refused("INVALID_FIELD", "SubAccountId"));
        Map<String, Object> effective = input(null, row("EffectiveCost", "3", "BilledCost", "x"));
        effective.put("cost_column", "EffectiveCost");
        file.add("focus_cost_column", OP, "Another cost column", effective).want(days("2026-03-01", "3"));
    }

    private void projects() {
        addBy(
                        "SubAccountId",
                        "by_column",
                        "Figures by a column, sorted by project in UTF-16 units",
                        row("SubAccountId", "\uff61"),
                        row("SubAccountId", "\ud83d\ude00"),
                        row("SubAccountId", "b"),
                        row("SubAccountId", "b"))
                .p0()
                .flags("unicode", "determinism")
                .want(
                        "days.0.project_id='b'",
                        "days.0.amount='2'",
                        "days.1.project_id=\ud83d\ude00",
                        "days.2.project_id=\uff61");
        addBy(
                        "SubAccountId",
                        "unassigned",
                        "Cost without a project is booked to unassigned",
                        row(),
                        row("SubAccountId", "NULL"),
                        row("SubAccountId", " "))
                .p0()
                .flags("choice")
                .want("days=[{'date':'2026-03-01','project_id':'unassigned','amount':'3'}]");
        addBy("SubAccountId", "project_129", "A project of 129 code points", row("SubAccountId", "p".repeat(129)))
                .flags("boundary")
                .want(refused("INVALID_FIELD", "SubAccountId"));
        addBy("a/b~c", "column_pointer", "A column's name is escaped in the pointer", row("a/b~c", "\u007f"))
                .want(refused("INVALID_FIELD", "a~1b~0c"));
        addBy("tag:app", "tag", "A tag of column Tags", row("Tags", "{\"app\": \" web \", \"env\": \"x\"}"))
                .p0()
                .want("days.0.project_id='web'");
        addBy(
                        "tag:app",
                        "tag_missing",
                        "Tags without that key, and no tags at all",
                        row("Tags", "{\"env\":\"x\"}"),
                        row("Tags", "NULL"),
                        row())
                .want("days=[{'date':'2026-03-01','project_id':'unassigned','amount':'3'}]");
        addBy(
                        "tag:app",
                        "tag_not_text",
                        "A tag that is no text, or the word NULL, names no project",
                        row("Tags", "{\"app\":7}"),
                        row("Tags", "{\"app\":null}"),
                        row("Tags", "{\"app\":\"NULL\"}"))
                .flags("choice")
                .want("days.#=1", "days.0.project_id='unassigned'");
        addBy("tag:app", "tags_list", "Tags that are no object", row("Tags", "[\"app\"]"))
                .want(refused("INVALID_FIELD", "Tags"));
        addBy("tag:app", "tags_duplicate", "Tags with a key twice", row("Tags", "{\"app\":\"a\",\"app\":\"b\"}"))
                .want(refused("INVALID_FIELD", "Tags"));
        addBy("tag:", "tag_empty_key", "The tag with an empty key", row("Tags", "{\"\":\"x\"}"))
                .want("days.0.project_id='x'");
        addBy("tag:app", "tag_control", "A tag that is no name of a project", row("Tags", "{\"app\":\"a\\u0001b\"}"))
                .want(refused("INVALID_FIELD", "Tags"));
        add("no_project_column", "Without a project column rows are the whole tenant's", row("SubAccountId", "a"))
                .want("days.0.project_id=null");
    }

    private void settings() {
        Map<String, Object> bad = input(null);
        bad.put("currency", null);
        bad.put("rows", Quoted.json("[{'BilledCost':1,'Tags':null},'x']"));
        bad.put("cost_column", Quoted.json("7"));
        bad.put("clock_time", "x");
        file.add("focus_bad_settings", OP, "Fields are texts, rows are objects; settings come before the clock", bad)
                .flags("precedence")
                .fails(
                        "INVALID_FIELD /cost_column",
                        "INVALID_FIELD /currency",
                        "INVALID_FIELD /rows/0/BilledCost",
                        "INVALID_FIELD /rows/0/Tags",
                        "INVALID_FIELD /rows/1");
        Map<String, Object> clock = input(null, row());
        clock.put("clock_time", "x");
        file.add("focus_clock", OP, "A bad clock_time is the whole answer", clock)
                .fails("INVALID_CLOCK_TIME");
        Map<String, Object> none = input(null);
        none.remove("rows");
        file.add("focus_no_rows", OP, "Rows are required", none).fails("INVALID_FIELD /rows");
    }
}
