package dev.spendweir.server.http;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.limits.BodyBudget;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies within their bounds (spec 4.3): the limit counts decoded bytes while they arrive, so that neither a false
 * length nor a compressed bomb gets further than the limit; memory is taken from the budget before it is used.
 */
final class BodyReader {

    /** Bodies without a known length grow from here. */
    private static final int FIRST_BYTES = 16 * 1024;

    /** A full budget is empty again when the bodies in it are decided on, which takes seconds. */
    private static final int RETRY_SECONDS = 2;

    private BodyReader() {}

    /**
     * Reads the body.
     *
     * @param claim gets the memory that the body and its parsing need; the caller gives it back afterwards
     * @throws RejectedException {@code UNSUPPORTED_MEDIA_TYPE}, {@code BODY_REQUIRED}, {@code BODY_TOO_LARGE}, {@code
     *     BODY_UNREADABLE}
     * @throws ProblemException {@code BODY_BUDGET_EXHAUSTED}
     */
    static Body read(HttpServletRequest request, BodyRule rule, BodyBudget.Claim claim) {
        long length = request.getContentLengthLong();
        if (length > rule.maxBytes()) {
            throw tooLarge(rule);
        }
        String mediaType = mediaType(request.getContentType(), length, rule);
        boolean gzip = isGzip(request.getHeader("Content-Encoding"));
        try (InputStream in = request.getInputStream()) {
            return new Body(mediaType, decoded(in, gzip, length, rule, claim));
        } catch (IOException e) {
            throw unreadable("the body did not arrive whole");
        }
    }

    /** Whether the message says that it has a body. */
    static boolean isThere(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        return length > 0 || (length < 0 && request.getHeader("Transfer-Encoding") != null);
    }

    /**
     * The decoded bytes of a body that arrives on a stream.
     *
     * @param length the bytes to come; negative when they are not known
     * @throws RejectedException {@code BODY_REQUIRED} for none, {@code BODY_TOO_LARGE}, {@code BODY_UNREADABLE}
     * @throws ProblemException {@code BODY_BUDGET_EXHAUSTED}
     * @throws IOException when the stream fails
     */
    static byte[] decoded(InputStream raw, boolean gzip, long length, BodyRule rule, BodyBudget.Claim claim)
            throws IOException {
        try (InputStream in = gzip ? new GZIPInputStream(raw, FIRST_BYTES) : raw) {
            byte[] bytes = gzip || length < 0 ? growing(in, rule, claim) : exactly(in, (int) length, rule, claim);
            if (bytes.length == 0) {
                throw new RejectedException(ErrorCode.BODY_REQUIRED, "this route needs a body");
            }
            return bytes;
        } catch (ZipException | EOFException e) {
            throw unreadable("the body is not what its Content-Encoding or Content-Length says");
        }
    }

    private static byte[] exactly(InputStream in, int length, BodyRule rule, BodyBudget.Claim claim)
            throws IOException {
        grow(claim, length, rule);
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the body ends early");
        }
        return bytes;
    }

    private static byte[] growing(InputStream in, BodyRule rule, BodyBudget.Claim claim) throws IOException {
        grow(claim, FIRST_BYTES, rule);
        byte[] bytes = new byte[FIRST_BYTES];
        int size = 0;
        while (true) {
            int got = in.read(bytes, size, bytes.length - size);
            if (got < 0) {
                return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
            }
            size += got;
            if (size > rule.maxBytes()) {
                throw tooLarge(rule);
            }
            if (size == bytes.length) {
                // One byte over the limit is room enough to see that the body goes on.
                int larger = (int) Math.min(2L * bytes.length, rule.maxBytes() + 1);
                grow(claim, larger - bytes.length, rule);
                bytes = Arrays.copyOf(bytes, larger);
            }
        }
    }

    private static void grow(BodyBudget.Claim claim, long bytes, BodyRule rule) {
        take(claim, bytes * rule.memoryFactor());
    }

    /**
     * Takes so much memory of the budget.
     *
     * @throws ProblemException {@code BODY_BUDGET_EXHAUSTED}
     */
    static void take(BodyBudget.Claim claim, long bytes) {
        if (!claim.tryGrow(bytes)) {
            throw ProblemException.retryAfter(
                    ErrorCode.BODY_BUDGET_EXHAUSTED,
                    "the bodies of other calls fill the memory set aside for them; send this one again",
                    RETRY_SECONDS);
        }
    }

    /**
     * Takes the memory that a body's values will need once they are read.
     *
     * @throws RejectedException {@code BODY_TOO_LARGE} when this server never has so much
     * @throws ProblemException {@code BODY_BUDGET_EXHAUSTED} when it has not now
     */
    static void takeTrees(BodyBudget.Claim claim, long bytes) {
        if (bytes > claim.capacity()) {
            throw new RejectedException(
                    ErrorCode.BODY_TOO_LARGE,
                    "reading this body would take " + bytes + " bytes of memory; this server has " + claim.capacity()
                            + " for all bodies");
        }
        take(claim, bytes);
    }

    private static String mediaType(@Nullable String contentType, long length, BodyRule rule) {
        if (contentType == null) {
            if (length == 0) {
                throw new RejectedException(ErrorCode.BODY_REQUIRED, "this route needs a body");
            }
            throw unsupported("the call has no Content-Type", rule);
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        String type = parts[0].strip();
        if (!rule.mediaTypes().contains(type)) {
            throw unsupported("Content-Type \"" + WellFormed.text(type, 100) + "\" is not taken here", rule);
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                throw unsupported("the only charset is utf-8", rule);
            }
        }
        return type;
    }

    private static boolean isGzip(@Nullable String encoding) {
        String name = encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "", "identity" -> false;
            case "gzip", "x-gzip" -> true;
            default ->
                throw ProblemException.of(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                        "the only Content-Encoding taken is gzip, and only once",
                        "Accept-Encoding",
                        "gzip");
        };
    }

    private static RejectedException unsupported(String what, BodyRule rule) {
        return new RejectedException(
                ErrorCode.UNSUPPORTED_MEDIA_TYPE, what + "; send " + String.join(" or ", rule.mediaTypes()));
    }

    private static RejectedException tooLarge(BodyRule rule) {
        return new RejectedException(
                ErrorCode.BODY_TOO_LARGE, "the decoded body is larger than " + rule.maxBytes() + " bytes");
    }

    private static RejectedException unreadable(String what) {
        return new RejectedException(ErrorCode.BODY_UNREADABLE, what);
    }
}
