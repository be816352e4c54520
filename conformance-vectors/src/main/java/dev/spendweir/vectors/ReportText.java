package dev.spendweir.vectors;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.vectors.VectorReport.Result;
import dev.spendweir.vectors.VectorReport.Status;
import java.util.List;

/** Writes the report of a run for people, programs and CI systems. */
public final class ReportText {

    private ReportText() {}

    /** Text: every vector that failed with its differences, what the engine did wrong, and the counts. */
    public static String text(VectorReport report) {
        StringBuilder out = new StringBuilder();
        for (Result result : report.results()) {
            if (result.status() == Status.FAILED) {
                VectorCase vector = result.vector();
                out.append("FAILED ").append(vector.id()).append('\n');
                out.append("  ").append(shown(vector.title())).append(" (spec ").append(shown(vector.spec()));
                out.append(", ").append(vector.op()).append(")\n");
                result.differences()
                        .forEach(line -> out.append("  ").append(line).append('\n'));
            }
        }
        if (report.failure() != null) {
            out.append("ENGINE FAILED: ").append(shown(report.failure())).append('\n');
            report.results().stream()
                    .filter(result -> result.status() == Status.UNANSWERED)
                    .findFirst()
                    .ifPresent(result -> out.append("  first vector without an answer: ")
                            .append(result.vector().id())
                            .append('\n'));
        }
        out.append("vectors ").append(report.version()).append(", engine ").append(shown(report.engine()));
        out.append(": ").append(counts(report)).append('\n');
        return out.toString();
    }

    private static String counts(VectorReport report) {
        StringBuilder out = new StringBuilder();
        out.append(report.count(Status.PASSED)).append(" passed, ");
        out.append(report.count(Status.FAILED)).append(" failed");
        if (report.count(Status.UNANSWERED) > 0) {
            out.append(", ").append(report.count(Status.UNANSWERED)).append(" unanswered");
        }
        if (report.count(Status.NOT_RUN) > 0) {
            out.append(", ").append(report.count(Status.NOT_RUN)).append(" not run (capability left out)");
        }
        return out.toString();
    }

    /** JSON: {engine, version, passed, failed, unanswered, not_run, engine_failure, results: [those that did not pass]}. */
    public static JsonObject json(VectorReport report) {
        return JsonObject.builder()
                .put("engine", report.engine())
                .put("version", report.version())
                .put("ok", report.isPassed())
                .put("passed", report.count(Status.PASSED))
                .put("failed", report.count(Status.FAILED))
                .put("unanswered", report.count(Status.UNANSWERED))
                .put("not_run", report.count(Status.NOT_RUN))
                .put("engine_failure", report.failure())
                .put(
                        "results",
                        JsonArray.of(report.results().stream()
                                .filter(result -> result.status() != Status.PASSED)
                                .map(ReportText::json)))
                .build();
    }

    private static JsonObject json(Result result) {
        VectorCase vector = result.vector();
        return JsonObject.builder()
                .put("id", vector.id())
                .put("family", vector.family())
                .put("title", vector.title())
                .put("spec", vector.spec())
                .put("op", vector.op())
                .put("status", result.status().wireName())
                .put("differences", result.differences())
                .build();
    }

    /**
     * JUnit XML in the shape of surefire's reports: a test case for each vector; what was not answered is an error, what was
     * not run is skipped. Vectors are not timed one by one: the time that the shape demands is 0.
     */
    public static String junit(VectorReport report) {
        StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        // An engine that fails after its last answer has no vector to hang its error on.
        boolean ownCase = report.failure() != null && report.count(Status.UNANSWERED) == 0;
        out.append("<testsuite name=\"spendweir vectors ").append(xml(report.version()));
        out.append("\" tests=\"").append(report.results().size() + (ownCase ? 1 : 0));
        out.append("\" failures=\"").append(report.count(Status.FAILED));
        out.append("\" errors=\"").append(report.count(Status.UNANSWERED) + (ownCase ? 1 : 0));
        out.append("\" skipped=\"").append(report.count(Status.NOT_RUN)).append("\">\n");
        for (Result result : report.results()) {
            junit(out, result, report.failure() == null ? "" : report.failure());
        }
        if (ownCase) {
            out.append("  <testcase classname=\"spendweir.vectors\" name=\"engine\" time=\"0\">");
            out.append("<error type=\"engine\" message=\"").append(xml(String.valueOf(report.failure())));
            out.append("\"/></testcase>\n");
        }
        return out.append("</testsuite>\n").toString();
    }

    private static void junit(StringBuilder out, Result result, String failure) {
        VectorCase vector = result.vector();
        out.append("  <testcase classname=\"spendweir.vectors.").append(xml(vector.family()));
        out.append("\" name=\"").append(xml(vector.id())).append("\" time=\"0\"");
        switch (result.status()) {
            case PASSED -> out.append("/>\n");
            case NOT_RUN -> out.append("><skipped message=\"capability left out\"/></testcase>\n");
            case UNANSWERED ->
                out.append("><error type=\"unanswered\" message=\"")
                        .append(xml(failure))
                        .append("\"/></testcase>\n");
            case FAILED ->
                out.append("><failure type=\"difference\" message=\"")
                        .append(xml(vector.title() + " (spec " + vector.spec() + ")"))
                        .append("\">")
                        .append(xml(joined(result.differences())))
                        .append("</failure></testcase>\n");
        }
    }

    private static String joined(List<String> lines) {
        return String.join("\n", lines);
    }

    /** ASCII on one line: nothing that an engine says moves a terminal's cursor. */
    private static String shown(String text) {
        String quoted = WireJson.text(new JsonString(text));
        return quoted.substring(1, quoted.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\");
    }

    /** Escaped; what XML cannot hold is replaced. */
    private static String xml(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\n' -> out.append('\n');
                default -> out.appendCodePoint(c < ' ' || (c >= 0xd800 && c <= 0xdfff) || c >= 0xfffe ? '?' : c);
            }
        });
        return out.toString();
    }
}
