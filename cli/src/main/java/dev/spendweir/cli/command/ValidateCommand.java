package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.ExitCode;
import dev.spendweir.cli.document.PolicyCheck;
import dev.spendweir.cli.document.PolicyCheck.Note;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a policy file. */
@Command(
        name = "validate",
        description = {
            "Check a policy file (JSON, or YAML when its name ends in .yaml or .yml): every",
            "error with its place, lint warnings, and the hash that the policy has everywhere."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the policy is valid (there may be warnings)",
            "1:it is not, or cannot be read",
            "64:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  spendweir policy validate policy.yaml", "  spendweir policy validate --output json policy.json"})
final class ValidateCommand implements Callable<Integer> {

    private final CliContext context;

    @Parameters(paramLabel = "FILE", description = "The policy; - reads JSON from standard input.")
    @SuppressWarnings("NullAway.Init")
    private String file;

    @Option(
            names = "--output",
            defaultValue = "text",
            description = "text, or json as the server answers POST /v1/policy/validate. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private ListingFormat output;

    ValidateCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        PolicyCheck check = check();
        switch (output) {
            case TEXT -> printText(check);
            case JSON -> context.out().println(Listing.json(json(check)));
        }
        return (check.isValid() ? ExitCode.GO : ExitCode.FAILED).code();
    }

    private PolicyCheck check() {
        if (file.equals("-")) {
            return PolicyCheck.ofStream(context.in());
        }
        Path path = context.resolve(file);
        try {
            return PolicyCheck.ofFile(path);
        } catch (IOException e) {
            throw new CliException("the file " + path + " cannot be read", "is it there and yours to read?");
        }
    }

    private void printText(PolicyCheck check) {
        check.errors().forEach(error -> context.out().println(line("error", error)));
        check.warnings().forEach(warning -> context.out().println(line("warning", warning)));
        check.policy()
                .ifPresentOrElse(
                        policy -> {
                            context.out()
                                    .println(file + ": valid, "
                                            + count(check.warnings().size(), "warning"));
                            context.out().println("policy_sha256 " + policy.sha256());
                        },
                        () -> context.out()
                                .println(file + ": not valid, "
                                        + count(check.errors().size(), "error")));
    }

    /** In the form that editors and CI systems recognise: file, line, column. */
    private String line(String kind, Note note) {
        String place = note.line() == 0 ? "" : ":" + note.line() + ":" + note.column();
        String pointer = note.pointer().isEmpty() ? "" : " at " + note.pointer();
        String detail = note.detail().isEmpty() ? "" : ": " + note.detail();
        return file + place + ": " + kind + " " + note.code() + pointer + detail;
    }

    private static String count(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static JsonObject json(PolicyCheck check) {
        return JsonObject.builder()
                .put("valid", check.isValid())
                .put("policy_sha256", check.policy().map(p -> p.sha256()).orElse(null))
                .put(
                        "canonical",
                        check.policy().<JsonValue>map(p -> p.canonicalJson()).orElse(null))
                .put("errors", JsonArray.of(check.errors().stream().map(ValidateCommand::json)))
                .put("warnings", JsonArray.of(check.warnings().stream().map(ValidateCommand::json)))
                .build();
    }

    private static JsonObject json(Note note) {
        return JsonObject.builder()
                .put("pointer", note.pointer())
                .put("code", note.code())
                .put("detail", note.detail())
                .put("line", number(note.line()))
                .put("column", number(note.column()))
                .build();
    }

    private static @Nullable JsonValue number(int value) {
        return value == 0 ? null : JsonNumber.of(value);
    }
}
