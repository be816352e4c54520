package dev.spendweir.server.http;

import dev.spendweir.rejection.ErrorCode;
import java.nio.ByteBuffer;
import org.eclipse.jetty.ee10.servlet.ErrorHandler;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What Jetty refuses before any route sees it: the same problems as everywhere, never a page with a stack trace. */
final class JettyErrors extends org.eclipse.jetty.server.handler.ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        HttpFields headers = request.getHeaders();
        TraceIds ids = TraceIds.of(headers.get("X-Request-Id"), headers.get("traceparent"), headers.get("X-Trace-Id"));
        byte[] body = problem(response.getStatus())
                .toBytes(ids, String.valueOf(request.getHttpURI().getPath()));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
        response.getHeaders().put("X-Request-Id", ids.requestId());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private static Problem problem(int status) {
        return switch (status) {
            case 404 -> Problem.of(ErrorCode.NOT_FOUND, "there is no such path here");
            case 408 -> Problem.of(ErrorCode.REQUEST_TIMEOUT, "the message did not arrive in time");
            case 413 -> Problem.of(ErrorCode.BODY_TOO_LARGE, "the body is larger than this server takes");
            case 414 -> Problem.of(ErrorCode.URI_TOO_LONG, "the request line is longer than this server takes");
            case 431 -> Problem.of(ErrorCode.HEADERS_TOO_LARGE, "the header fields are larger than this server takes");
            case 503 -> Problem.of(ErrorCode.OVERLOADED, "the server is starting, stopping, or full");
            default ->
                status >= 500
                        ? Problem.of(ErrorCode.INTERNAL_ERROR, "the server failed on this call")
                        : Problem.of(
                                ErrorCode.MALFORMED_HTTP, "the message, its target or its header fields are malformed");
        };
    }

    /** The same for errors inside the servlet layer. */
    static final class Servlet extends ErrorHandler {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            return new JettyErrors().handle(request, response, callback);
        }
    }
}
