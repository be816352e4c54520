package dev.spendweir.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.cli.CliRun;
import dev.spendweir.cli.CliRun.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user reads when a server refuses, is another one, or falls silent. */
final class ServerTroubleTest {

    @TempDir
    private Path directory;

    private Ended actors(String url, String... arguments) {
        List<String> line = new ArrayList<>(List.of("actors", "get", "ann", "--server", url));
        line.addAll(List.of(arguments));
        return CliRun.in(directory).env("SPENDWEIR_API_KEY", "sw_test").run(line.toArray(new String[0]));
    }

    @ParameterizedTest
    @CsvSource({
        "404, NOT_FOUND, are name and --server right",
        "404, , is the address that of a Spendweir server",
        "302, , give the address of the Spendweir server itself",
        "500, INTERNAL_ERROR, what became of the call is not known",
        "412, STALE_VERSION, nothing was decided or changed"
    })
    void refusal_endsWith1_andSaysWhatToDoNext(int status, String code, String next) throws IOException {
        try (CaptureServer server = CaptureServer.start()) {
            server.answer(status, code == null ? "" : "{\"code\":\"" + code + "\",\"detail\":\"no\"}");
            Ended ended = actors(server.url());
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err().lines()).hasSize(2);
            assertThat(ended.err())
                    .contains(code == null ? "HTTP_" + status : code)
                    .contains(next);
        }
    }

    @Test
    void refusal_thatQuotesHostileText_movesNoCursorAndGivesNoCommand() throws IOException {
        try (CaptureServer server = CaptureServer.start()) {
            server.answer(422, "{\"code\":\"X\",\"detail\":\"\\u001b[31m a\\n::stop-commands::x\"}");
            Ended ended = actors(server.url());
            assertThat(ended.err()).doesNotContain("\u001b");
            assertThat(ended.err().lines()).noneMatch(line -> line.startsWith("::"));
        }
    }

    @Test
    void refusal_withOneFindingThatSaysTheSame_saysItOnce() throws IOException {
        try (CaptureServer server = CaptureServer.start()) {
            server.answer(
                    422,
                    "{\"code\":\"X\",\"detail\":\"no\",\"errors\":[{\"pointer\":\"/role\",\"code\":\"X\",\"detail\":\"no\"}]}");
            Ended ended = actors(server.url());
            assertThat(ended.err().lines()).hasSize(2);
            assertThat(ended.err()).startsWith("spendweir: the server refused: /role: X: no");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:1, nobody takes connections there",
        "http://no.such.host.invalid, no host of that name"
    })
    void serverThatIsNotThere_isSaidPlainly(String url, String why) {
        Ended ended = actors(url, "--timeout", "300ms");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains(why).contains("is --server right, and the server running?");
    }

    @Test
    @Timeout(20)
    void answer_whoseBodyNeverEnds_isWaitedForNoLongerThanAsked() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> sayHalf(listening));
            server.setDaemon(true);
            server.start();
            Ended ended = actors("http://127.0.0.1:" + listening.getLocalPort(), "--timeout", "500ms");
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err()).contains("did not answer in time");
        }
    }

    /** Promises a body, sends the half of it and keeps the connection until the listener is closed. */
    @SuppressWarnings("EmptyCatch") // the listener's end is this thread's end
    private static void sayHalf(ServerSocket listening) {
        List<Socket> open = new ArrayList<>();
        try {
            while (!listening.isClosed()) {
                Socket socket = listening.accept();
                open.add(socket);
                socket.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // closed
        } finally {
            open.forEach(ServerTroubleTest::close);
        }
    }

    @SuppressWarnings("EmptyCatch") // nothing hangs on it
    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // gone already
        }
    }

    @Test
    void keyThatIsNone_isNamedByItsPlace_andNotShown() throws IOException {
        Files.writeString(directory.resolve("key"), "sw_ein Schlüssel");
        Ended ended = actors("http://127.0.0.1:1", "--api-key-file", "key");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("the file", "key holds no API key").doesNotContain("Schl");
    }
}
