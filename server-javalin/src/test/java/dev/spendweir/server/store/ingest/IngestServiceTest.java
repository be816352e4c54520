package dev.spendweir.server.store.ingest;

import static dev.spendweir.server.TestStore.TENANT;
import static dev.spendweir.server.TestStore.body;
import static dev.spendweir.server.TestStore.caller;
import static dev.spendweir.server.TestStore.request;
import static dev.spendweir.server.TestStore.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.ingest.FocusOptions;
import dev.spendweir.ledger.Chain;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.audit.LedgerFilter;
import dev.spendweir.server.store.people.Binding;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestServiceTest {
    private static final FocusUpload WHOLE = new FocusUpload("billing", "trace", new FocusOptions(null, null));
    private TestStore test;
    private LocalDate yesterday;

    @BeforeEach
    void open() {
        test = TestStore.open();
        yesterday = LocalDate.ofInstant(test.clock.instant(), ZoneOffset.UTC).minusDays(1);
    }

    @AfterEach
    void close() {
        assertThat(test.ledgerIsValid()).isTrue();
        test.close();
    }

    @Test
    void dailyCost_isSeenByTheNextDecision() {
        assertThat(mtd()).isEqualTo("0");
        accept(cost("e-1", yesterday, null, "12.5", "2026-01-01T00:00:00Z"));
        assertThat(costs()).containsExactly("12.5");
        assertThat(historyAmount()).isEqualTo("12.5");
        assertThat(test.sql("SELECT count(*) FROM cost_history")).containsExactly("2");
    }

    @Test
    void sameEventAgain_hasNoEffectAndGetsTheFirstAnswer() {
        JsonObject first = accept(cost("e-1", yesterday, null, "12.5", "2026-01-01T00:00:00Z"));
        JsonObject again = accept(cost("e-1", yesterday, null, "99", "2026-01-02T00:00:00Z"));
        assertThat(CanonicalJson.text(again)).isEqualTo(CanonicalJson.text(first));
        assertThat(costs()).containsExactly("12.5");
    }

    @Test
    void lastCreatedAt_winsWhateverTheOrderOfArrival() {
        accept(cost("e-2", yesterday, "p", "2", "2026-01-02T00:00:00Z"));
        accept(cost("e-1", yesterday, "p", "1", "2026-01-01T00:00:00Z"));
        assertThat(costs()).containsExactly("2");
        accept(cost("e-3", yesterday, "p", "3", "2026-01-03T00:00:00Z"));
        assertThat(costs()).containsExactly("3");
    }

    @Test
    void tenantsAmount_isItsOwnRowElseTheSumOverProjects() {
        accept(cost("e-1", yesterday, "a", "1", "2026-01-01T00:00:00Z"));
        accept(cost("e-2", yesterday, "b", "2", "2026-01-01T00:00:00Z"));
        assertThat(historyAmount()).isEqualTo("3");
        accept(cost("e-3", yesterday, null, "10", "2026-01-01T00:00:00Z"));
        assertThat(historyAmount()).isEqualTo("10");
    }

    @Test
    void restatedDay_thatADecisionHasRead_isGoverned() {
        accept(cost("e-1", yesterday, null, "1", "2026-01-01T00:00:00Z"));
        accept(cost("e-2", yesterday, null, "2", "2026-01-02T00:00:00Z"));
        assertThat(restatements()).isEmpty();
        test.gate(request("1"));
        accept(cost("e-3", yesterday, null, "2", "2026-01-03T00:00:00Z"));
        assertThat(restatements()).as("same figure").isEmpty();
        test.gate(request("1"));
        accept(cost("e-4", yesterday, null, "3", "2026-01-04T00:00:00Z"));
        assertThat(restatements()).containsExactly(yesterday.toString());
        accept(cost("e-5", yesterday, null, "4", "2026-01-05T00:00:00Z"));
        assertThat(restatements()).as("nobody read the last one").hasSize(1);
    }

    @Test
    void watermark_isTheLastCreatedOne() {
        accept(watermark("w-1", yesterday, "2026-01-02T00:00:00Z"));
        accept(watermark("w-2", yesterday.minusDays(3), "2026-01-01T00:00:00Z"));
        assertThat(test.sql("SELECT complete_through FROM cost_state")).containsExactly(yesterday.toString());
        accept(watermark("w-3", yesterday.minusDays(3), "2026-01-03T00:00:00Z"));
        assertThat(test.sql("SELECT complete_through FROM cost_state"))
                .containsExactly(yesterday.minusDays(3).toString());
    }

    private String hold() {
        return text(body(test.gate(request("20"))), "reservation_id");
    }

    private JsonObject usage(String event, String reservation, String actual) {
        return (JsonObject) JsonReader.read("{\"tenant_id\":\"acme\",\"event_id\":\"" + event
                + "\",\"trace_id\":\"t\",\"agent_id\":\"a\","
                + "\"schema_version\":\"1.0\",\"created_at\":\"2026-01-01T00:00:00Z\",\"source\":\"aws\","
                + "\"type\":\"usage.actual\",\"payload\":{\"reservation_id\":\"" + reservation
                + "\",\"actual_monthly_delta\":\"" + actual + "\",\"currency\":\"USD\",\"notes\":\"bill of May\"}}");
    }

    @Test
    void actualUsage_settlesItsHoldOnce() {
        test.policy("{\"thresholds\":{\"auto_approve_up_to\":\"1000\"}}");
        test.budget("payments", "100");
        String hold = hold();
        JsonObject first = accept(usage("u-1", hold, "15"));
        assertThat(CanonicalJson.text(accept(usage("u-1", hold, "99")))).isEqualTo(CanonicalJson.text(first));
        assertThat(test.sql("SELECT status || ' ' || actual_micros FROM reservation"))
                .containsExactly("settled 15000000");
        assertThat(test.decisionEntries()).containsOnlyOnce("reservation.settled");
        assertThat(test.sql("SELECT count(*) FROM dead_letter")).containsExactly("0");
    }

    /** The hold is settled and the event forgotten, as after a crash between the two: the repeat does nothing more. */
    @Test
    void actualUsage_repeatedAfterACrash_takesEffectOnce() {
        test.policy("{\"thresholds\":{\"auto_approve_up_to\":\"1000\"}}");
        test.budget("payments", "100");
        String hold = hold();
        accept(usage("u-1", hold, "15"));
        test.sql("SET session_replication_role = replica; DELETE FROM ingest_event");
        accept(usage("u-1", hold, "15"));
        assertThat(test.decisionEntries()).containsOnlyOnce("reservation.settled");
    }

    @Test
    void actualUsage_ofNoHoldThatCanBeSettled_isADeadLetter() {
        test.policy("{\"thresholds\":{\"auto_approve_up_to\":\"1000\"}}");
        test.budget("payments", "100");
        String hold = hold();
        accept(usage("u-1", hold, "15"));
        String batch =
                CanonicalJson.text(usage("u-2", hold, "16")) + "\n" + CanonicalJson.text(usage("u-3", "none", "1"))
                        + "\n" + CanonicalJson.text(usage("u-1", hold, "15")) + "\n"
                        + CanonicalJson.text(usage("u-4", hold(), "20"));
        JsonObject result = test.store
                .ingest()
                .acceptLines(TestStore.caller(), IngestScope.ALL, batch.getBytes(StandardCharsets.UTF_8));
        assertThat(CanonicalJson.text(result))
                .isEqualTo("{\"accepted\":1,\"duplicates\":1,\"rejected\":[{\"code\":\"RESERVATION_NOT_ACTIVE\","
                        + "\"event_id\":\"u-2\",\"index\":0,\"pointer\":\"/payload/reservation_id\"},{\"code\":\"NOT_FOUND\","
                        + "\"event_id\":\"u-3\",\"index\":1,\"pointer\":\"/payload/reservation_id\"}]}");
        assertThat(test.sql("SELECT reason FROM dead_letter ORDER BY event_id"))
                .containsExactly("RESERVATION_NOT_ACTIVE", "NOT_FOUND");
        assertThatThrownBy(() -> accept(usage("u-5", hold, "-1")))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FIELD));
    }

    @ParameterizedTest
    @CsvSource({
        "tenant_id, , TENANT_ID_REQUIRED",
        "event_id, , EVENT_ID_REQUIRED",
        "trace_id, , TRACE_ID_REQUIRED",
        "agent_id, , AGENT_ID_REQUIRED",
        "schema_version, , SCHEMA_VERSION_REQUIRED",
        "created_at, , CREATED_AT_REQUIRED",
        "source, , SOURCE_REQUIRED",
        "type, , FIELD_REQUIRED",
        "payload, , FIELD_REQUIRED",
        "tenant_id, other, TENANT_MISMATCH",
        "schema_version, 2.0, SCHEMA_VERSION_UNSUPPORTED",
        "schema_version, one, SCHEMA_VERSION_UNSUPPORTED",
        "created_at, yesterday, INVALID_FIELD",
        "created_at, 2999-01-01T00:00:00Z, CREATED_AT_IN_FUTURE",
        "type, cost.hourly, INVALID_FIELD",
        "payload, text, INVALID_FIELD",
        "integrity_hash, 00, INTEGRITY_HASH_MISMATCH",
        "surprise, x, UNKNOWN_FIELD"
    })
    void badEnvelope_isRefusedByItsCode(String member, String value, ErrorCode code) {
        JsonObject good = cost("e-1", yesterday, null, "1", "2026-01-01T00:00:00Z");
        JsonObject bad = value == null ? good.without(member) : good.with(member, new JsonString(value));
        assertCode(() -> accept(bad), code);
        assertThat(costs()).isEmpty();
        assertThat(test.sql("SELECT reason FROM dead_letter"))
                .isEqualTo(code == ErrorCode.TENANT_MISMATCH ? List.of() : List.of(code.name()));
    }

    @ParameterizedTest
    @CsvSource({
        "date, , FIELD_REQUIRED",
        "date, 2026-02-30, INVALID_FIELD",
        "date, 2999-01-01, INVALID_FIELD",
        "project_id, ' p', INVALID_FIELD",
        "amount, , FIELD_REQUIRED",
        "amount, 1e, INVALID_AMOUNT",
        "amount, 10000000000.000001, AMOUNT_OUT_OF_RANGE",
        "currency, , FIELD_REQUIRED",
        "currency, EUR, CURRENCY_MISMATCH",
        "final, yes, INVALID_FIELD",
        "surprise, x, UNKNOWN_FIELD"
    })
    void badPayload_isRefusedByItsCode(String member, String value, ErrorCode code) {
        JsonObject good = cost("e-1", yesterday, "p", "1", "2026-01-01T00:00:00Z");
        JsonObject payload = (JsonObject) good.get("payload");
        JsonObject bad = value == null ? payload.without(member) : payload.with(member, new JsonString(value));
        assertCode(() -> accept(good.with("payload", bad)), code);
        assertThat(test.sql("SELECT pointer FROM dead_letter")).containsExactly("/payload/" + member);
    }

    @Test
    void laterMinorVersion_mayHaveFieldsThatWeIgnore() {
        JsonObject event = cost("e-1", yesterday, "p", "1", "2026-01-01T00:00:00Z");
        accept(event.with("schema_version", new JsonString("1.7")).with("surprise", new JsonString("x")));
        assertThat(costs()).containsExactly("1");
    }

    @Test
    void rightIntegrityHash_isTaken() {
        JsonObject event = cost("e-1", yesterday, "p", "1", "2026-01-01T00:00:00Z");
        JsonValue payload = event.get("payload");
        accept(event.with("integrity_hash", new JsonString(CanonicalJson.sha256(payload))));
        assertThat(costs()).containsExactly("1");
    }

    @Test
    void batch_isNeverAllOrNothing() {
        String lines = String.join(
                "\n",
                CanonicalJson.text(cost("e-1", yesterday, "a", "1", "2026-01-01T00:00:00Z")),
                "",
                "{not json",
                CanonicalJson.text(cost("e-1", yesterday, "a", "1", "2026-01-01T00:00:00Z")),
                CanonicalJson.text(cost("e-2", yesterday, "b", "x", "2026-01-01T00:00:00Z")),
                CanonicalJson.text(watermark("w-1", yesterday, "2026-01-02T00:00:00Z")));
        JsonObject answer =
                test.store.ingest().acceptLines(caller(), IngestScope.ALL, lines.getBytes(StandardCharsets.UTF_8));
        assertThat(CanonicalJson.text(answer))
                .isEqualTo(
                        "{\"accepted\":2,\"duplicates\":1,\"rejected\":["
                                + "{\"code\":\"MALFORMED_JSON\",\"event_id\":null,\"index\":1,\"pointer\":\"\"},"
                                + "{\"code\":\"INVALID_AMOUNT\",\"event_id\":\"e-2\",\"index\":3,\"pointer\":\"/payload/amount\"}]}");
        assertThat(costs()).containsExactly("1");
        assertThat(test.sql("SELECT count(*) FROM dead_letter")).containsExactly("2");
    }

    @Test
    void boundSender_speaksOfItsOwnProjectsAlone() {
        IngestScope own = new IngestScope(List.of(new Binding(List.of("web-*"), null, null)));
        String lines = String.join(
                "\n",
                CanonicalJson.text(cost("e-1", yesterday, "web-1", "1", "2026-01-01T00:00:00Z")),
                CanonicalJson.text(cost("e-2", yesterday, "payments", "1", "2026-01-01T00:00:00Z")),
                CanonicalJson.text(watermark("w-1", yesterday, "2026-01-02T00:00:00Z")),
                CanonicalJson.text(usage("u-1", hold(), "15")));

        JsonObject answer = test.store.ingest().acceptLines(caller(), own, lines.getBytes(StandardCharsets.UTF_8));

        assertThat(CanonicalJson.text(answer))
                .isEqualTo(
                        "{\"accepted\":1,\"duplicates\":0,\"rejected\":["
                                + "{\"code\":\"PROJECT_NOT_ALLOWED\",\"event_id\":\"e-2\",\"index\":1,\"pointer\":\"/payload/project_id\"},"
                                + "{\"code\":\"PROJECT_NOT_ALLOWED\",\"event_id\":\"w-1\",\"index\":2,\"pointer\":\"/payload\"},"
                                + "{\"code\":\"PROJECT_NOT_ALLOWED\",\"event_id\":\"u-1\",\"index\":3,\"pointer\":\"/payload/reservation_id\"}]}");
        assertThat(costs()).containsExactly("1");
        assertCode(
                () -> test.store
                        .ingest()
                        .acceptFocus(
                                caller(),
                                own,
                                ("BilledCost,BillingCurrency,ChargeClass,ChargePeriodStart,SubAccountId,Tags\n1,USD,,"
                                                + yesterday + " 00:00:00,payments,\n")
                                        .getBytes(StandardCharsets.UTF_8),
                                WHOLE),
                ErrorCode.PROJECT_NOT_ALLOWED);
        assertThat(costs()).containsExactly("1");
    }

    @Test
    void batch_thatIsTooLarge_isRefused() {
        String lines = "{}\n".repeat(IngestService.MAX_BATCH + 1);
        assertCode(
                () -> test.store
                        .ingest()
                        .acceptLines(caller(), IngestScope.ALL, lines.getBytes(StandardCharsets.UTF_8)),
                ErrorCode.BODY_TOO_LARGE);
    }

    @Test
    void thousandEvents_areOneStepAndSeenAtOnce() {
        String lines = IntStream.range(0, IngestService.MAX_BATCH)
                .mapToObj(i -> CanonicalJson.text(
                        cost("e-" + i, yesterday.minusDays(i % 100), "p" + i / 100, "1", "2026-01-01T00:00:00Z")))
                .collect(Collectors.joining("\n"));
        JsonObject answer =
                test.store.ingest().acceptLines(caller(), IngestScope.ALL, lines.getBytes(StandardCharsets.UTF_8));
        assertThat(CanonicalJson.text(answer)).contains("\"accepted\":1000");
        assertThat(historyAmount()).isEqualTo("10");
    }

    @Test
    void focusRows_areSummedPerDayAndProject() {
        String csv = """
                BilledCost,BillingCurrency,ChargeClass,ChargePeriodStart,SubAccountId,Tags
                0.0000004,USD,NULL,%1$s 22:00:00,s1,"{""app"": ""web""}"
                0.0000004,USD,,%1$sT23:59:59Z,s1,"{""app"": ""web""}"
                1.5,USD,,%1$sT01:00:00+02:00,s2,NULL
                2,EUR,,%1$s 00:00:00,s2,
                NULL,USD,,%1$s 00:00:00,s2,
                2,USD,,4/1/25,s2,
                """.formatted(yesterday);
        JsonObject answer = focus(csv, new FocusUpload("billing", "trace", new FocusOptions("tag:app", null)));
        assertThat(CanonicalJson.text(answer)).contains("\"accepted\":3").contains("CURRENCY_MISMATCH");
        assertThat(test.sql("SELECT day || ' ' || project_id || ' ' || amount_micros FROM cost_day ORDER BY 1"))
                .containsExactly(yesterday.minusDays(1) + " unassigned 1500000", yesterday + " web 1");
        JsonObject again = focus(csv, new FocusUpload("billing", "trace", new FocusOptions("tag:app", null)));
        assertThat(CanonicalJson.text(again)).contains("\"accepted\":0").contains("\"duplicates\":3");
        assertThat(test.sql("SELECT sum(amount_micros) FROM cost_day")).containsExactly("1500001");
    }

    @Test
    void focusCorrection_ofAnEarlierPeriod_isAddedToItsDay() {
        accept(cost("e-1", yesterday.minusDays(40), null, "100", "2026-01-01T00:00:00Z"));
        String csv = """
                BilledCost,BillingCurrency,ChargeClass,ChargePeriodStart
                -7.5,USD,Correction,%s
                5,USD,,%s
                1,USD,Correction,%s
                """.formatted(yesterday.minusDays(40), yesterday, yesterday);
        focus(csv, WHOLE);
        assertThat(test.sql("SELECT amount_micros FROM cost_day ORDER BY day")).containsExactly("92500000", "6000000");
    }

    @Test
    void focusFile_withoutNeededColumnsOrNotCsv_isRefused() {
        assertCode(() -> focus("a,b\n1,2\n", WHOLE), ErrorCode.MALFORMED_CSV);
        assertCode(() -> focus("BilledCost,BilledCost\n1,2\n", WHOLE), ErrorCode.MALFORMED_CSV);
        assertCode(
                () -> test.store
                        .ingest()
                        .acceptFocus(caller(), IngestScope.ALL, new byte[] {(byte) 0xff, 'a', '\n', 'b'}, WHOLE),
                ErrorCode.MALFORMED_CSV);
    }

    private JsonObject focus(String csv, FocusUpload upload) {
        return test.store.ingest().acceptFocus(caller(), IngestScope.ALL, csv.getBytes(StandardCharsets.UTF_8), upload);
    }

    private JsonObject accept(JsonObject envelope) {
        return test.store.ingest().accept(caller(), IngestScope.ALL, envelope);
    }

    private List<String> costs() {
        return test.sql("SELECT trim_scale(amount_micros / 1000000.0) FROM cost_day ORDER BY day, project_id");
    }

    private List<String> restatements() {
        LedgerFilter filter = new LedgerFilter(Chain.GOVERNANCE, 1, "cost.restated", null);
        return test.store.ledger().list(TENANT, filter, PageRequest.first()).items().stream()
                .map(item -> text(item.line().entry(), "subject_id"))
                .toList();
    }

    private String mtd() {
        return text(body(test.gate(request("1"))), "computed_context", "mtd_spend");
    }

    /** The newest amount of the history that the next decision reads. */
    private String historyAmount() {
        String decision = String.valueOf(test.gate(request("1")).decisionId());
        JsonObject snapshot =
                test.store.decisions().get(TENANT, decision).orElseThrow().snapshot();
        String history = test.sql(
                        "SELECT convert_from(canonical, 'UTF8') FROM cost_history WHERE encode(sha256, 'hex') = '"
                                + text(snapshot, "cost_history") + "'")
                .get(0);
        String last = history.substring(history.lastIndexOf('{'));
        return text((JsonObject) JsonReader.read(last.substring(0, last.indexOf('}') + 1)), "amount");
    }

    private static JsonObject cost(String id, LocalDate day, String project, String amount, String createdAt) {
        return envelope(
                id,
                createdAt,
                "cost.daily",
                JsonObject.builder()
                        .put("date", day.toString())
                        .put("project_id", project)
                        .put("amount", amount)
                        .put("currency", "USD")
                        .build());
    }

    private static JsonObject watermark(String id, LocalDate completeThrough, String createdAt) {
        return envelope(
                id,
                createdAt,
                "cost.watermark",
                JsonObject.builder()
                        .put("complete_through", completeThrough.toString())
                        .build());
    }

    private static JsonObject envelope(String id, String createdAt, String type, JsonObject payload) {
        return JsonObject.builder()
                .put("tenant_id", TENANT)
                .put("event_id", id)
                .put("trace_id", "t-1")
                .put("agent_id", "billing")
                .put("schema_version", "1.0")
                .put("created_at", createdAt)
                .put("source", "aws-cur")
                .put("type", type)
                .put("payload", payload)
                .build();
    }

    private static void assertCode(Runnable call, ErrorCode code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
