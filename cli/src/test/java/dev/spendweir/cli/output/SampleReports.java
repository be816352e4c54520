package dev.spendweir.cli.output;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Gate responses kept as files, with a question and a cost table around them. */
final class SampleReports {

    private SampleReports() {}

    static GateReport deny() {
        return report("deny.json", ExitCode.DENIED, "aws_instance.web[\"a\"]");
    }

    static GateReport allow() {
        return report("allow.json", ExitCode.GO, "aws_instance.web[\"a\"]");
    }

    static GateReport approval() {
        return report("approval.json", ExitCode.APPROVAL_PENDING, "aws_instance.web[\"a\"]");
    }

    /** An allowed change with two notes about its plan. */
    static GateReport noted() {
        GateReport allow = allow();
        return new GateReport(
                allow.answer(),
                allow.json(),
                allow.question(),
                allow.costs(),
                allow.exitCode(),
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(
                        "The plan does not say whether it is complete (Terraform before 1.8).",
                        "The saving of a deletion is not known and counts as 0. (x.a, x.b and 3 more)"));
    }

    static GateReport failsafe() {
        return report("failsafe.json", ExitCode.FAILED, "aws_instance.web[\"a\"]");
    }

    /** A denial of a plan whose first resource has that address. */
    static GateReport denyWithAddress(String address) {
        return report("deny.json", ExitCode.DENIED, address);
    }

    /** A denial of a plan with many resources of long names. */
    static GateReport denyOfMany(int resources) {
        List<CostTable.Line> lines = new ArrayList<>();
        for (int i = 0; i < resources; i++) {
            String name = "module.region[\"" + i + "\"].aws_instance." + "long_name_".repeat(200) + i;
            lines.add(new CostTable.Line(name, "create", i % 7 == 0 ? null : Amount.parse("1.5"), "sheet", ""));
        }
        GateReport deny = deny();
        CostTable costs = new CostTable(lines, Amount.parse("812.4"), resources, Map.of("sheet", resources));
        return new GateReport(
                deny.answer(),
                deny.json(),
                deny.question(),
                Optional.of(costs),
                deny.exitCode(),
                false,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static GateReport report(String resource, ExitCode exitCode, String address) {
        String json = resource(resource);
        List<CostTable.Line> lines = List.of(
                new CostTable.Line("aws_db_instance.main", "create", Amount.parse("612.4"), "sheet", ""),
                new CostTable.Line(address, "update", Amount.parse("250"), "assumed", "730 hours"),
                new CostTable.Line("aws_ebs_volume.old", "delete", Amount.parse("-50"), "sheet", ""),
                new CostTable.Line("custom_thing.x", "replace", null, CostTable.UNKNOWN, "not in the sheet"));
        CostTable costs = new CostTable(
                lines,
                Amount.parse("812.4"),
                9,
                Map.of("sheet", 2, "assumed", 1, "free", 5, "unknown", 1, "infracost", 0));
        return new GateReport(
                new GateAnswer((JsonObject) JsonReader.read(json)),
                json,
                new GateQuestion(
                        "payments",
                        "prod",
                        "pre_apply",
                        "infra/prod@default",
                        "github-101-1",
                        Optional.of("pr-7"),
                        "USD",
                        false),
                Optional.of(costs),
                exitCode,
                false,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    static String resource(String name) {
        try (InputStream in = SampleReports.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
