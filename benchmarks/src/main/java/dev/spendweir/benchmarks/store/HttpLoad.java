package dev.spendweir.benchmarks.store;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Keep-alive connections that each ask again as soon as they have their answer, all served by one thread: the load shares
 * its two cores with what it measures.
 */
final class HttpLoad {
    /** Nothing at all came for so long: something is broken. */
    private static final long SILENCE_MILLIS = 30_000;

    private final long end;
    private final Latencies decided = new Latencies();
    private long turnedAway;
    private int open;

    private HttpLoad(long end) {
        this.end = end;
    }

    private static final class Connection {
        final SocketChannel channel;
        final HttpQuestions questions;
        final HttpAnswer answer = new HttpAnswer();
        long asked;

        Connection(SocketChannel channel, HttpQuestions questions) {
            this.channel = channel;
            this.questions = questions;
        }

        void ask() throws IOException {
            ByteBuffer question = ByteBuffer.wrap(questions.next());
            asked = System.nanoTime();
            answer.clear();
            while (question.hasRemaining()) {
                // Less than the kernel's buffer of a socket on which nothing else is on its way.
                channel.write(question);
            }
        }
    }

    /**
     * Runs for a while and gives what came back.
     *
     * @param questions of the connection with that number, from 0
     */
    static Sample run(URI server, int connections, Duration time, IntFunction<HttpQuestions> questions)
            throws IOException {
        long begin = System.nanoTime();
        HttpLoad load = new HttpLoad(begin + time.toNanos());
        List<SocketChannel> channels = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                SocketChannel channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
                channels.add(channel);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                Connection connection = new Connection(channel, questions.apply(i));
                channel.register(selector, SelectionKey.OP_READ, connection);
                connection.ask();
                load.open++;
            }
            load.keepUp(selector);
        } finally {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        }
        return ClosedLoop.sample(
                List.of(new ClosedLoop.Part(load.decided, load.turnedAway)), System.nanoTime() - begin);
    }

    private void keepUp(Selector selector) throws IOException {
        while (open > 0) {
            if (selector.select(SILENCE_MILLIS) == 0) {
                throw new IOException("no answer to " + open + " calls in " + SILENCE_MILLIS + " ms");
            }
            for (SelectionKey key : selector.selectedKeys()) {
                readable((Connection) key.attachment());
            }
            selector.selectedKeys().clear();
        }
    }

    private void readable(Connection connection) throws IOException {
        if (!connection.answer.isComplete(connection.channel.read(connection.answer.room()))) {
            return;
        }
        long now = System.nanoTime();
        if (connection.answer.isDecision()) {
            decided.add(now - connection.asked);
        } else {
            turnedAway++;
        }
        if (now < end) {
            connection.ask();
        } else {
            open--;
        }
    }
}
