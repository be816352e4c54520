package dev.spendweir.server.http;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.Finding;
import java.util.List;
import java.util.Map;

/**
 * A failure as callers see it: RFC 9457 problem details with a stable code (spec 4.3). Carries no stack trace, SQL, secret
 * or other tenant's fact, because it is made of our own sentences alone.
 *
 * @param detail one or two sentences
 * @param findings what is wrong with the input and where; may be empty
 * @param headers {@code Allow}, {@code Retry-After} and the like
 */
public record Problem(ErrorCode code, String detail, List<Finding> findings, Map<String, String> headers) {

    /** Media type of the body. */
    static final String MEDIA_TYPE = "application/problem+json";

    /** More findings than this help nobody and make the answer larger than the question. */
    private static final int MOST_FINDINGS = 1000;

    /** A text of ours quotes at most a few words of input; this only guards against the unforeseen. */
    static final int LONGEST_TEXT = 4000;

    public Problem {
        findings = List.copyOf(findings.size() > MOST_FINDINGS ? findings.subList(0, MOST_FINDINGS) : findings);
        headers = Map.copyOf(headers);
    }

    /** A problem without findings and headers of its own. */
    static Problem of(ErrorCode code, String detail) {
        return new Problem(code, detail, List.of(), Map.of());
    }

    /** The body. */
    byte[] toBytes(TraceIds ids, String instance) {
        return CanonicalJson.bytes(JsonObject.builder()
                .put("type", "urn:spendweir:problem:" + code.wireName())
                .put("title", code.meaning())
                .put("status", code.httpStatus())
                .put("detail", WellFormed.text(detail, LONGEST_TEXT))
                .put("instance", WellFormed.text(instance, LONGEST_TEXT))
                .put("code", code.wireName())
                .put("errors", JsonArray.of(findings.stream().map(Problem::json)))
                .put("request_id", ids.requestId())
                .put("trace_id", ids.traceId())
                .build());
    }

    private static JsonObject json(Finding finding) {
        return JsonObject.builder()
                .put("pointer", WellFormed.text(finding.pointer(), LONGEST_TEXT))
                .put("code", finding.code().wireName())
                .put("detail", WellFormed.text(finding.detail(), LONGEST_TEXT))
                .build();
    }
}
