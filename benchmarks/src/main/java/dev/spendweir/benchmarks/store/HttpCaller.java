package dev.spendweir.benchmarks.store;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.function.Supplier;

/** One keep-alive connection, whose thread waits for each answer. */
final class HttpCaller implements ClosedLoop.Caller {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket socket;
    private final ReadableByteChannel in;
    private final HttpQuestions questions;
    private final HttpAnswer answer = new HttpAnswer();

    /** @param path of a route whose answers name a decision */
    HttpCaller(URI server, String path, String key, Supplier<String> bodies) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = Channels.newChannel(socket.getInputStream());
        questions = new HttpQuestions(server, path, key, bodies);
    }

    @Override
    public boolean call() throws IOException {
        socket.getOutputStream().write(questions.next());
        answer.clear();
        int count;
        do {
            count = in.read(answer.room());
        } while (!answer.isComplete(count));
        return answer.isDecision();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
