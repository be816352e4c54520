package dev.spendweir.server.http;

import dev.spendweir.rejection.ErrorCode;
import java.util.List;
import java.util.Map;

/** A call ends with this problem; for failures that need headers of their own. Has no stack trace: it is an answer. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.code().wireName(), null, false, false);
        this.problem = problem;
    }

    /** A problem with one header. */
    public static ProblemException of(ErrorCode code, String detail, String header, String value) {
        return new ProblemException(new Problem(code, detail, List.of(), Map.of(header, value)));
    }

    /** A problem that ends by itself: the caller is told when to ask again. */
    public static ProblemException retryAfter(ErrorCode code, String detail, int seconds) {
        return of(code, detail, "Retry-After", Integer.toString(seconds));
    }

    Problem problem() {
        return problem;
    }
}
