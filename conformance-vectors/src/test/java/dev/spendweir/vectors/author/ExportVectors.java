package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Spec 3.4: what an export of a window is, to the byte. Files and hashes are put together here from their definitions. */
final class ExportVectors {
    private static final String POLICY = "{\"modes\":{\"default\":\"hard\"},\"schema\":\"spendweir.policy/v1\"}";
    private static final String OTHER_POLICY = "{\"schema\":\"spendweir.policy/v1\"}";
    private static final String ROWS = "[{\"amount\":\"31\",\"date\":\"2026-03-01\",\"final\":true}]";

    private final VectorFile file;

    private ExportVectors(VectorFile file) {
        this.file = file;
    }

    static VectorFile building() {
        VectorFile file = new VectorFile("export", "building", "3.4");
        ExportVectors vectors = new ExportVectors(file);
        vectors.whole();
        vectors.windows();
        vectors.tables();
        vectors.damaged();
        vectors.malformed();
        return file;
    }

    private static LineDraft line(int sequence, String type, String payload) {
        return new LineDraft("decisions", sequence, payload)
                .with("entry_type", type)
                .with("event_time", "2026-03-0" + sequence + "T12:00:00.000Z")
                .with("actor_id", "ann");
    }

    private static LineDraft decision(int sequence, String project, String policy, String history) {
        String payload = "{'decision_id':'d-" + sequence + "','record':{'base_outcome':'ALLOW','decision_sha256':'"
                + "dd".repeat(32) + "','mode':'hard','outcome':'ALLOW','policy_sha256':'" + Hashes.sha256(policy)
                + "','policy_version':2,'reason_codes':['within_allocation','no_cost_increase']},'request':{'action':"
                + "'vm.create','environment':'prod','estimated_monthly_delta':'12.5','project_id':'PROJECT',"
                + "'requester_id':'ann','resource_reference':'state/a','source':'terraform'},'snapshot':{'cost_history':'"
                + Hashes.sha256(history) + "','project_cost_history':null},'submitter_id':'ci'}";
        return line(sequence, "decision", payload.replace('\'', '"').replace("PROJECT", project));
    }

    private static String row(int sequence, String project, String policy) {
        return sequence + ",d-" + sequence + ",2026-03-0" + sequence + "T12:00:00.000Z,terraform," + project
                + ",prod,vm.create,state/a,12.5,ann,ci,ALLOW,ALLOW,within_allocation;no_cost_increase,hard,2,"
                + Hashes.sha256(policy) + "," + "dd".repeat(32) + "\r\n";
    }

    /** Seven entries of which each table has something, the last erased. */
    private static List<LineDraft> lines() {
        return LineDraft.again(new ArrayList<>(List.of(
                decision(1, "payments", POLICY, ROWS),
                line(2, "reservation.held", "{\"decision_id\":\"d-1\",\"status\":\"tentative\"}")
                        .with("subject_id", "r-1"),
                line(3, "approval.requested", "{\"status\":\"pending\"}")
                        .with("approval_id", "a-1")
                        .with("approval_status", "pending"),
                decision(4, "a,\\\"b\\\"", OTHER_POLICY, ROWS),
                line(5, "approval.approved", "{\"status\":\"approved\"}")
                        .with("approval_id", "a-1")
                        .with("approval_status", "approved"),
                line(
                                6,
                                "reservation.settled",
                                "{\"actual\":\"5\",\"decision_id\":null,\"drift\":\"-7.5\",\"overrun\":\"0\",\"reason\":"
                                        + "\"reconciled\",\"status\":\"settled\"}")
                        .with("subject_id", "r-1"),
                decision(7, "gone", POLICY, "[]").erased())));
    }

    private static Map<String, Object> input(List<LineDraft> lines, int from, int to) {
        List<Object> json = new ArrayList<>();
        lines.forEach(line -> json.add(line.json()));
        return Json.object(
                "tenant_id",
                "acme",
                "chain",
                lines.get(0).entry.get("chain"),
                "lines",
                json,
                "from_sequence",
                Bundle.number(from),
                "to_sequence",
                Bundle.number(to),
                "policies",
                new ArrayList<>(List.of(Draft.raw(POLICY), Draft.raw(OTHER_POLICY))),
                "histories",
                new ArrayList<>(List.of(Draft.raw(ROWS))),
                "seed",
                "00".repeat(32));
    }

    /** The export of {@link #lines} as this class reads the specification. */
    private static Bundle expected(int to) {
        Bundle bundle = Bundle.of("decisions", lines(), 1, to);
        boolean all = to > 3;
        bundle.put(
                "decisions.csv",
                Bundle.Csv.DECISIONS
                        + row(1, "payments", POLICY)
                        + (all ? row(4, "\"a,\"\"b\"\"\"", OTHER_POLICY) : ""),
                all ? 2 : 1);
        bundle.put(
                "approvals.csv",
                Bundle.Csv.APPROVALS
                        + (all
                                ? "a-1,approved,approval.approved,5,2026-03-05T12:00:00.000Z,ann\r\n"
                                : "a-1,pending,approval.requested,3,2026-03-03T12:00:00.000Z,ann\r\n"),
                1);
        bundle.put(
                "reservations.csv",
                Bundle.Csv.RESERVATIONS
                        + (all
                                ? "r-1,settled,reservation.settled,6,2026-03-06T12:00:00.000Z,,reconciled,5,-7.5,0\r\n"
                                : "r-1,tentative,reservation.held,2,2026-03-02T12:00:00.000Z,d-1,,,,\r\n"),
                1);
        Map<String, String> policies = new TreeMap<>();
        policies.put(Hashes.sha256(POLICY), POLICY);
        if (all) {
            policies.put(Hashes.sha256(OTHER_POLICY), OTHER_POLICY);
        }
        StringBuilder documents = new StringBuilder();
        List<Object> lineage = new ArrayList<>();
        policies.forEach((hash, text) -> {
            documents.append("{\"document\":").append(text).append(",\"sha256\":\"" + hash + "\"}\n");
            lineage.add(new TreeMap<>(Json.object("policy_sha256", hash, "decisions", Bundle.number(1))));
        });
        bundle.put("policies.jsonl", documents.toString(), policies.size());
        bundle.put("histories.jsonl", "{\"rows\":" + ROWS + ",\"sha256\":\"" + Hashes.sha256(ROWS) + "\"}\n", 1);
        bundle.manifest.put("policy_lineage", lineage);
        bundle.manifest.put(
                "context_lineage",
                new ArrayList<>(List.of(new TreeMap<>(Json.object(
                        "cost_history_sha256",
                        Hashes.sha256(ROWS),
                        "project_cost_history_sha256",
                        null,
                        "decisions",
                        Bundle.number(all ? 2 : 1))))));
        return bundle.seal();
    }

    private static String fact(String path, Object value) {
        return path + "=" + Json.write(value);
    }

    private Draft build(String slug, String title, Map<String, Object> input, Bundle expected) {
        Draft draft = file.add("build_" + slug, "export.build", title, input).want("files.#=11");
        List<Object> files = expected.json();
        for (int i = 0; i < files.size(); i++) {
            draft.exactly("files." + i, files.get(i));
        }
        return draft;
    }

    private Draft parity(String slug, String title, Map<String, Object> input, Bundle expected) {
        return file.add("parity_" + slug, "export.parity", title, input)
                .want("manifest_sha256='" + expected.manifestSha256() + "'");
    }

    void whole() {
        build("whole", "A whole chain: eleven files, each to the byte", input(lines(), 1, 7), expected(7))
                .p0();
        parity("whole", "Counts and hashes without the files", input(lines(), 1, 7), expected(7))
                .want(
                        "manifest.files.#=8",
                        "manifest.checkpoint_size=7",
                        "manifest.acknowledged.#=0",
                        "manifest.policy_lineage.#=2",
                        "manifest.context_lineage.0.decisions=2",
                        "manifest.chain_hash='" + lines().get(6).chainHash + "'",
                        "manifest.chain_hash_before='" + "0".repeat(64) + "'")
                .p0();
        Map<String, Object> more = input(lines(), 1, 7);
        Json.asList(more.get("policies")).add(0, Draft.raw("{\"unused\":true}"));
        Json.asList(more.get("histories")).add(Draft.raw("[]"));
        parity("unused", "Policies and histories that no decision names stay out", more, expected(7))
                .want("manifest.files.4.records=2", "manifest.files.5.records=1")
                .flags("determinism");
        Map<String, Object> spelled = input(lines(), 1, 7);
        Json.asObject(Json.asList(spelled.get("lines")).get(3)).put("payload", reversed(lines().get(3)));
        parity("spelling", "Another order of members gives the same bytes", spelled, expected(7))
                .want("manifest.to_sequence=7")
                .flags("determinism");
    }

    /** The payload with its members in another order. */
    private static Object reversed(LineDraft line) {
        Map<String, Object> payload = Json.asObject(Draft.raw(line.payload));
        Map<String, Object> turned = Json.object();
        List<String> names = new ArrayList<>(payload.keySet());
        for (int i = names.size() - 1; i >= 0; i--) {
            turned.put(names.get(i), payload.get(names.get(i)));
        }
        return turned;
    }

    void windows() {
        build(
                        "begin",
                        "The beginning of a chain: tables say how things stood at the window's end",
                        input(lines(), 1, 3),
                        expected(3))
                .want(fact("files.0.name", "decisions.csv"), fact("files.7.name", "proofs.json"))
                .p0();
        List<LineDraft> chain = LineDraft.governed(7);
        build("middle", "A window in the middle", input(chain, 4, 5), Bundle.of("governance", chain, 4, 5))
                .p0();
        build("one", "A window of one entry", input(chain, 6, 6), Bundle.of("governance", chain, 6, 6));
        build(
                "end",
                "A window up to its checkpoint: nothing to be consistent with",
                input(chain, 5, 7),
                Bundle.of("governance", chain, 5, 7));
        List<LineDraft> single = LineDraft.governed(1);
        build("single", "A chain of one entry", input(single, 1, 1), Bundle.of("governance", single, 1, 1))
                .flags("boundary");
        for (int to = 1; to <= 8; to++) {
            List<LineDraft> eight = LineDraft.governed(8);
            parity(
                            "to_" + to,
                            "The first " + to + " of eight entries",
                            input(eight, 1, to),
                            Bundle.of("governance", eight, 1, to))
                    .want("manifest.files.3.records=" + to);
        }
    }

    private Draft table(String slug, String title, int file, String text, LineDraft... lines) {
        List<LineDraft> chain = LineDraft.again(new ArrayList<>(List.of(lines)));
        return this.file
                .add("build_" + slug, "export.build", title, input(chain, 1, lines.length))
                .exactly("files." + file + ".text", text);
    }

    void tables() {
        table(
                "csv_quotes",
                "Commas, quotes and line ends are quoted, blanks are not",
                1,
                Bundle.Csv.APPROVALS + "\"a,1\",\"say \"\"yes\"\"\",approval.denied,1,\"two\r\nlines\",  b \u00e9\r\n",
                line(1, "approval.denied", "{}")
                        .with("approval_id", "a,1")
                        .with("approval_status", "say \"yes\"")
                        .with("event_time", "two\r\nlines")
                        .with("actor_id", "  b \u00e9"));
        table(
                "order",
                "A row keeps the place of its first entry",
                2,
                Bundle.Csv.RESERVATIONS
                        + "r-1,released,reservation.released,3,2026-03-03T12:00:00.000Z,,,,,\r\n"
                        + "r-2,confirmed,reservation.confirmed,2,2026-03-02T12:00:00.000Z,,,,,\r\n",
                line(1, "reservation.held", "{\"status\":\"tentative\"}").with("subject_id", "r-1"),
                line(2, "reservation.confirmed", "{\"status\":\"confirmed\"}").with("subject_id", "r-2"),
                line(3, "reservation.released", "{\"status\":\"released\"}").with("subject_id", "r-1"));
        table(
                "held_by_decision",
                "A hold that is made with a decision has that one's entry, until another is about it",
                2,
                Bundle.Csv.RESERVATIONS
                        + "r-1,released,reservation.released,4,2026-03-04T12:00:00.000Z,d-3,superseded,,,\r\n"
                        + "r-2,tentative,decision,3,2026-03-03T12:00:00.000Z,d-3,,,,\r\n",
                line(
                        1,
                        "decision",
                        "{\"decision_id\":\"d-1\",\"reservation_id\":\"r-1\",\"reservation_status\":\"confirmed\"}"),
                line(2, "decision", "{\"decision_id\":\"d-2\",\"reservation_id\":\"r-0\",\"reservation_status\":null}"),
                line(
                        3,
                        "decision",
                        "{\"decision_id\":\"d-3\",\"reservation_id\":\"r-2\",\"reservation_status\":\"tentative\"}"),
                line(
                                4,
                                "reservation.released",
                                "{\"decision_id\":\"d-3\",\"reason\":\"superseded\",\"status\":\"released\"}")
                        .with("subject_id", "r-1"));
        table(
                "erased_decision",
                "An erased decision tells of no hold",
                2,
                Bundle.Csv.RESERVATIONS,
                line(
                                1,
                                "decision",
                                "{\"decision_id\":\"d-1\",\"reservation_id\":\"r-1\",\"reservation_status\":\"confirmed\"}")
                        .erased());
        table(
                "erased_hold",
                "An erased payload leaves what the entry says",
                2,
                Bundle.Csv.RESERVATIONS + "r-1,,reservation.held,1,2026-03-01T12:00:00.000Z,,,,,\r\n",
                line(1, "reservation.held", "{\"status\":\"tentative\"}")
                        .with("subject_id", "r-1")
                        .erased());
        table(
                "no_record",
                "A decision without its record has no row",
                0,
                Bundle.Csv.DECISIONS,
                line(1, "decision", "{\"decision_id\":\"d-1\"}"));
        table(
                "other_types",
                "Other entries have no row",
                0,
                Bundle.Csv.DECISIONS,
                line(1, "policy.changed", "{\"record\":{}}"));
    }

    private Draft refused(String slug, String title, List<LineDraft> lines) {
        return file.add("damaged_" + slug, "export.build", title, input(lines, 2, 4))
                .fails("LEDGER_DAMAGED ");
    }

    void damaged() {
        List<LineDraft> field = LineDraft.governed(5);
        field.get(2).with("actor_id", "eve");
        refused("field", "A field that was changed is not exported as if nothing were", field)
                .p0();
        List<LineDraft> payload = LineDraft.governed(5);
        payload.get(1).payload = "{\"n\":9}";
        refused("payload", "A payload that was changed", payload).p0();
        List<LineDraft> salt = LineDraft.governed(5);
        salt.get(1).salt = "ff".repeat(16);
        refused("salt", "A salt that was changed", salt);
        List<LineDraft> link = LineDraft.governed(5);
        link.get(2).chainHash = "11".repeat(32);
        refused("link", "A chain hash that does not follow", link);
        List<LineDraft> other = LineDraft.governed(5);
        other.get(3).with("tenant_id", "other");
        refused("tenant", "Another tenant's entry, all hashes right", LineDraft.again(other));
        List<LineDraft> place = LineDraft.governed(5);
        place.get(2).with("sequence", Bundle.number(9));
        refused("gap", "An entry of another place, all hashes right", LineDraft.again(place));
        List<LineDraft> before = LineDraft.governed(5);
        before.get(0).payload = "{}";
        file.add(
                        "damaged_outside",
                        "export.build",
                        "Damage outside of the window does not keep it back",
                        input(before, 2, 4))
                .want("files.#=11");
        Map<String, Object> input = input(lines(), 1, 7);
        input.put("histories", null);
        file.add("damaged_no_history", "export.build", "A history that a snapshot names is missing", input)
                .fails("LEDGER_DAMAGED ");
        Map<String, Object> policy = input(lines(), 1, 7);
        Json.asList(policy.get("policies")).remove(1);
        file.add("damaged_no_policy", "export.parity", "A policy that a record names is missing", policy)
                .fails("LEDGER_DAMAGED ");
    }

    private Draft bad(String slug, String title, String member, Object value) {
        Map<String, Object> input = input(LineDraft.governed(2), 1, 2);
        input.put(member, value);
        return file.add("malformed_" + slug, "export.parity", title, input);
    }

    void malformed() {
        bad("tenant", "A tenant is a string", "tenant_id", null).fails("INVALID_FIELD /tenant_id");
        bad("tenant_name", "No key can have a name with a blank", "tenant_id", "a b")
                .fails("INVALID_FIELD /tenant_id");
        bad("chain", "There are two chains", "chain", "money").fails("INVALID_FIELD /chain");
        bad("lines", "The lines are missing", "lines", null).fails("INVALID_FIELD /lines");
        bad("from", "A sequence is at least 1", "from_sequence", Bundle.number(0))
                .fails("INVALID_FIELD /to_sequence");
        bad("empty", "A window has entries", "from_sequence", Bundle.number(3)).fails("INVALID_FIELD /to_sequence");
        bad("beyond", "A window ends with the lines", "to_sequence", Bundle.number(3))
                .fails("INVALID_FIELD /to_sequence");
        bad("count", "A sequence has no fraction", "to_sequence", Quoted.json("1.0"))
                .fails("INVALID_FIELD /to_sequence");
        bad("policies", "Policies are a list", "policies", "x").fails("INVALID_FIELD /policies");
        bad("seed", "A seed has 32 bytes", "seed", "00").fails("INVALID_FIELD /seed");
    }
}
