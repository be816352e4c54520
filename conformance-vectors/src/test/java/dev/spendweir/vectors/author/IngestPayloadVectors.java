package dev.spendweir.vectors.author;

import java.util.Map;

/** Spec 5.4: the payloads cost.daily and cost.watermark of ingest.accept. */
final class IngestPayloadVectors extends IngestDrafts {
    IngestPayloadVectors(VectorFile file) {
        super(file);
    }

    void all() {
        types();
        amounts();
        dates();
        projects();
        others();
        watermarks();
        usage();
    }

    /** Actual usage of that payload. */
    private static Map<String, Object> usage(String payload) {
        return putEnvelope(envelope("{'type':'usage.actual'}"), "payload", Quoted.json(payload));
    }

    private void usage() {
        add(
                        "usage",
                        "What a hold came to",
                        usage("{'reservation_id':'r-1','actual_monthly_delta':'12.50','currency':'USD'}"))
                .want(
                        "event.type='usage.actual'",
                        "event.payload={'reservation_id':'r-1','actual_monthly_delta':'12.5','currency':'USD','notes':null}")
                .p0();
        add(
                        "usage_notes",
                        "With words for the ledger",
                        usage(
                                "{'reservation_id':'r-1','actual_monthly_delta':0,'currency':'USD','notes':'bill of May'}"))
                .want("event.payload.notes='bill of May'", "event.payload.actual_monthly_delta='0'");
        add(
                        "usage_most",
                        "The limit is for the rounded amount, and notes have up to 1024 code points",
                        usage(
                                "{'reservation_id':'r-1','actual_monthly_delta':'10000000000.0000005','currency':'USD','notes':'"
                                        + "n".repeat(1024) + "'}"))
                .flags("boundary", "rounding")
                .want("event.payload.actual_monthly_delta='10000000000'");
        add(
                        "usage_texts",
                        "Texts that are empty or not stripped, an amount that is none, a member that nobody knows",
                        usage(
                                "{'reservation_id':' r','actual_monthly_delta':'1e2','currency':'usd','notes':'','final':true}"))
                .fails(
                        "INVALID_AMOUNT /payload/actual_monthly_delta",
                        "INVALID_FIELD /payload/currency",
                        "UNKNOWN_FIELD /payload/final",
                        "INVALID_FIELD /payload/notes",
                        "INVALID_FIELD /payload/reservation_id");
        add("usage_empty", "Its required members", usage("{}"))
                .fails(
                        "FIELD_REQUIRED /payload/actual_monthly_delta",
                        "FIELD_REQUIRED /payload/currency",
                        "FIELD_REQUIRED /payload/reservation_id");
        add(
                        "usage_negative",
                        "It is at least 0",
                        usage("{'reservation_id':'r','actual_monthly_delta':'-1','currency':'USD'}"))
                .fails("INVALID_FIELD /payload/actual_monthly_delta");
        add(
                        "usage_beyond",
                        "It is at most 10^10, in the policy's currency",
                        usage("{'reservation_id':'r','actual_monthly_delta':'10000000000.000001','currency':'EUR'}"))
                .fails("AMOUNT_OUT_OF_RANGE /payload/actual_monthly_delta", "CURRENCY_MISMATCH /payload/currency");
    }

    private void types() {
        add(
                        "type_unknown",
                        "An unknown type leaves its payload unread",
                        envelope("{'type':'cost.hourly','payload':{'date':'x','surprise':1}}"))
                .p0()
                .flags("precedence", "choice")
                .fails("INVALID_FIELD /type");
        add("type_case", "Types are compared exactly", envelope("{'type':'Cost.Daily'}"))
                .fails("INVALID_FIELD /type");
        add("type_number", "A number is no type", envelope("{'type':7}")).fails("INVALID_FIELD /type");
        add("payload_text", "A payload is an object", envelope("{'payload':'312.40'}"))
                .fails("INVALID_FIELD /payload");
        add("payload_list", "A payload is no list, also under an unknown type", envelope("{'payload':[],'type':'x'}"))
                .fails("INVALID_FIELD /payload", "INVALID_FIELD /type");
        add("payload_unknown", "An unknown member of a payload", payload("{'note':'x','a/b~c':null}"))
                .spec("5.4, A4, N3")
                .fails("UNKNOWN_FIELD /payload/a~1b~0c", "UNKNOWN_FIELD /payload/note");
    }

    private void amounts() {
        amount("max", "An amount of 10^10", "'10000000000'", "'10000000000'").p0();
        amount("min", "An amount of -10^10", "-10000000000", "'-10000000000'");
        amount(
                        "rounds_to_max",
                        "An amount that rounds to 10^10: the limit is for the rounded amount",
                        "'10000000000.0000005'",
                        "'10000000000'")
                .flags("rounding", "choice");
        amount("exponent", "An amount as a number with exponent", "1.5e3", "'1500'");
        amount("half_even", "An amount is rounded HALF_EVEN to micro-units", "'0.0000025'", "'0.000002'")
                .flags("rounding");
        amount("negative", "A refund is a negative amount", "'-3.25'", "'-3.25'");
        badAmount("beyond", "An amount one micro-unit beyond 10^10", "'10000000000.000001'", "AMOUNT_OUT_OF_RANGE")
                .p0();
        badAmount(
                "beyond_down",
                "An amount one micro-unit beyond -10^10",
                "'-10000000000.000001'",
                "AMOUNT_OUT_OF_RANGE");
        badAmount("far", "An amount beyond 10^12", "1e13", "AMOUNT_OUT_OF_RANGE");
        badAmount("blank", "Amounts are never stripped", "' 1'", "INVALID_AMOUNT");
        badAmount("text", "A text that is no amount", "'12,50'", "INVALID_AMOUNT");
        badAmount("boolean", "A boolean is no amount", "true", "INVALID_AMOUNT");
        add("amount_missing", "A day without amount", withoutInPayload("amount"))
                .fails("FIELD_REQUIRED /payload/amount");
    }

    private Draft amount(String slug, String title, String json, String wire) {
        return add("amount_" + slug, title, payload("{'amount':" + json + "}"))
                .spec("5.4, 1.1")
                .flags("boundary")
                .want("event.payload.amount=" + wire);
    }

    private Draft badAmount(String slug, String title, String json, String code) {
        return add("amount_" + slug, title, payload("{'amount':" + json + "}"))
                .spec("5.4, 1.1")
                .flags("boundary")
                .fails(code + " /payload/amount");
    }

    private void dates() {
        date("today", "Today's cost", "2026-03-02", true);
        date("2_ahead", "A date 2 days ahead", "2026-03-04", true).p0();
        date("3_ahead", "A date 3 days ahead", "2026-03-05", false).p0();
        date("old", "A date of the year 1", "0001-01-01", true);
        date("leap", "29 February of a leap year", "2024-02-29", true);
        date("no_leap", "29 February of 2100 in the past is no day", "1900-02-29", false);
        date("month", "A month 13", "2026-13-01", false);
        date("short", "A date without leading zeros", "2026-3-1", false);
        date("time", "A time is no date", "2026-03-01T00:00:00Z", false);
        date("year", "A year of five digits", "+12026-03-01", false);
        add(
                        "date_month_end",
                        "Ahead is counted in days, across the end of a month and of a year",
                        Quoted.merged(
                                payload("{'date':'2027-01-01'}"),
                                Quoted.object("{'clock_time':'2026-12-30T23:59:59.999Z'}")))
                .flags("calendar", "boundary")
                .want("event.payload.date='2027-01-01'");
        add(
                        "date_midnight",
                        "The next UTC day begins at midnight",
                        Quoted.merged(
                                payload("{'date':'2026-03-05'}"),
                                Quoted.object("{'clock_time':'2026-03-03T00:00:00Z'}")))
                .flags("calendar", "time_edge")
                .want("event.payload.date='2026-03-05'");
        add(
                        "date_end_of_time",
                        "Two days ahead of the last day that can be written",
                        Quoted.merged(
                                payload("{'date':'9999-12-31'}"),
                                Quoted.object("{'clock_time':'9999-12-31T00:00:00Z'}")))
                .flags("calendar", "boundary")
                .want("event.payload.date='9999-12-31'");
        add("date_missing", "A day without date", withoutInPayload("date")).fails("FIELD_REQUIRED /payload/date");
        add("date_number", "A number is no date", payload("{'date':20260301}")).fails("INVALID_FIELD /payload/date");
    }

    private Draft date(String slug, String title, String date, boolean good) {
        Draft draft = add("date_" + slug, title, payload("{'date':'" + date + "'}"))
                .spec("5.4, A6")
                .flags("calendar");
        return good ? draft.want("event.payload.date='" + date + "'") : draft.fails("INVALID_FIELD /payload/date");
    }

    private void projects() {
        add("project_128", "A project of 128 code points", payload("{'project_id':'" + "p".repeat(128) + "'}"))
                .flags("boundary")
                .want("event.payload.project_id=" + "p".repeat(128));
        add("project_129", "A project of 129 code points", payload("{'project_id':'" + "p".repeat(129) + "'}"))
                .flags("boundary")
                .fails("INVALID_FIELD /payload/project_id");
        add("project_blank", "A project is never stripped", payload("{'project_id':'payments '}"))
                .spec("5.4, N4")
                .flags("choice")
                .fails("INVALID_FIELD /payload/project_id");
        add("project_empty", "An empty project is not the whole tenant", payload("{'project_id':''}"))
                .fails("INVALID_FIELD /payload/project_id");
        add("project_case", "A project keeps its case and its spelling", payload("{'project_id':'E\u0301t\u00e9'}"))
                .flags("unicode")
                .want("event.payload.project_id='E\u0301t\u00e9'");
        add("project_missing", "A day without project is the whole tenant's", withoutInPayload("project_id"))
                .want("event.payload.project_id=null");
    }

    private void others() {
        add("currency_other", "Another currency than the policy's", payload("{'currency':'EUR'}"))
                .p0()
                .fails("CURRENCY_MISMATCH /payload/currency");
        add(
                        "currency_policy",
                        "The currency is that of the policy, whichever it is",
                        Quoted.merged(payload("{'currency':'JPY'}"), Quoted.object("{'currency':'JPY'}")))
                .want("event.payload.currency='JPY'");
        add(
                        "currency_not_policys",
                        "A well-formed currency that is not the policy's",
                        Quoted.merged(plain(), Quoted.object("{'currency':'JPY'}")))
                .fails("CURRENCY_MISMATCH /payload/currency");
        add(
                        "currency_and_amount",
                        "Another currency beside a bad amount, in a later minor version",
                        envelope("{'schema_version':'1.3','payload':{'currency':'GBP','amount':'-'}}"))
                .flags("precedence")
                .fails("INVALID_AMOUNT /payload/amount", "CURRENCY_MISMATCH /payload/currency");
        add("currency_lower", "A currency is three capitals", payload("{'currency':'usd'}"))
                .spec("5.4, A23")
                .flags("choice")
                .fails("INVALID_FIELD /payload/currency");
        add("currency_missing", "A currency is required, unlike in a request", withoutInPayload("currency"))
                .flags("choice")
                .fails("FIELD_REQUIRED /payload/currency");
        add("final_text", "final is a boolean", payload("{'final':'true'}")).fails("INVALID_FIELD /payload/final");
        add("final_missing", "final is false by default", withoutInPayload("final"))
                .p0()
                .want("event.payload.final=false");
    }

    private void watermarks() {
        add(
                        "watermark",
                        "A watermark says through which day costs are complete",
                        watermark("{'complete_through':'2026-03-01'}"))
                .p0()
                .want("event.type='cost.watermark'", "event.payload={'complete_through':'2026-03-01'}");
        add("watermark_today", "A watermark of today", watermark("{'complete_through':'2026-03-02'}"))
                .flags("boundary")
                .want("event.payload.complete_through='2026-03-02'");
        add("watermark_tomorrow", "A watermark of tomorrow", watermark("{'complete_through':'2026-03-03'}"))
                .p0()
                .flags("boundary")
                .fails("INVALID_FIELD /payload/complete_through");
        add("watermark_missing", "A watermark without its date", watermark("{}"))
                .fails("FIELD_REQUIRED /payload/complete_through");
        add("watermark_null", "A watermark cannot be taken back with a null", watermark("{'complete_through':null}"))
                .fails("FIELD_REQUIRED /payload/complete_through");
        add("watermark_bad_day", "A watermark of 31 April", watermark("{'complete_through':'2025-04-31'}"))
                .flags("calendar")
                .fails("INVALID_FIELD /payload/complete_through");
        add(
                        "watermark_unknown",
                        "A watermark has no member of a cost",
                        watermark("{'complete_through':'2026-03-01','amount':'1'}"))
                .fails("UNKNOWN_FIELD /payload/amount");
    }
}
