package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.testing.FakeServer;
import io.github.ftplab.testing.ShortLimit;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data connections with an odd offer, that can't be opened, or that stall. */
class FtpClientDataConnectionTest extends FtpClientFixture {

    @Test
    void addressInThePassiveReplyIsNotFollowed() {
        server.on("PASV", (talk, argument) -> talk.offerData(new byte[] {(byte) 192, 0, 2, 1}));
        server.on("NLST", (talk, argument) -> talk.sendData("a\r\n"));
        assertThat(login().nlst()).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"227 ok", "227 (1,2,3)", "227 (127,0,0,1,999,999)", "227 (a,b,c,d,e,f)"})
    void passiveReplyWithoutAPortIsAProtocolError(String reply) {
        server.on("PASV", reply);
        var ftp = login();
        assertThat(thrown(ftp::dir, FtpException.Protocol.class)).hasMessageContaining(reply);
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void epsvIsTriedWherePasvIsUnknown() {
        server.on("PASV", "500 what?").on("EPSV", (talk, argument) -> talk.offerExtendedData());
        server.on("NLST", (talk, argument) -> talk.sendData("a\r\n"));
        var ftp = login();
        assertThat(ftp.nlst()).containsExactly("a");
        assertThat(ftp.nlst()).containsExactly("a");
        assertThat(server.commands()).containsOnlyOnce("PASV");
    }

    @ParameterizedTest
    @ValueSource(strings = {"229 ok", "229 (|||0|)", "229 (|||70000|)", "229 (||)", "229 ()"})
    void extendedPassiveReplyWithoutAPortIsAProtocolError(String reply) {
        server.on("PASV", "500 what?").on("EPSV", reply);
        var ftp = login();
        assertThatThrownBy(ftp::dir).isInstanceOf(FtpException.class);
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "227-Entering\r\n227 Passive Mode (127,0,0,1,%d,%d)",
                "227-Entering (127,0,0,1,%d,%d)\r\n227 Passive Mode",
                "227 ok 127, 0, 0, 1, %d, %d",
                "227Passive (0,0,0,0,%d,%d)",
            })
    void passiveReplyIsReadInManyForms(String reply) {
        server.on("PASV", (talk, argument) -> {
            int port = talk.listenForData();
            talk.say(String.format(reply, port / 256, port % 256));
        });
        server.on("NLST", (talk, argument) -> talk.sendData("a\r\n"));
        assertThat(login().nlst()).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"229 (EPSV) OK (|||%d|)", "229 (!!!%d!)", "229 ok |1|192.0.2.1|%d|"})
    void extendedReplyIsReadInManyFormsAndAnswersPasvToo(String reply) {
        server.on("PASV", (talk, argument) -> talk.say(String.format(reply, talk.listenForData())));
        server.on("NLST", (talk, argument) -> talk.sendData("a\r\n"));
        assertThat(login().nlst()).containsExactly("a");
    }

    @Test
    void closedDataPortIsExplainedAndTheSessionGoesOn() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        server.on("PASV", "227 (127,0,0,1," + port / 256 + "," + port % 256 + ")");
        var ftp = login();
        assertThat(thrown(ftp::dir, FtpException.Connection.class))
                .hasMessageContainingAll("the data connection that", "could not be opened", "firewall");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void dataConnectionThatStandsStillIsGivenUpAndTheSessionGoesOn() {
        server.on("RETR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                data.getOutputStream().write(1);
                assertThat(data.getInputStream().read()).isEqualTo(-1);
            } catch (IOException e) {
                // a reset ends it too
            }
            talk.say("426 broken");
        });
        ShortLimit.from(HASTE, limit -> {
            var ftp = login(limit);
            var target = directory.resolve("a");
            assertThat(thrown(() -> ftp.download("a", target), FtpException.Connection.class))
                    .hasMessageContainingAll("stalled", "no data for " + Text.duration(limit));
            assertThat(directory).isEmptyDirectory();
            assertThat(ftp.pwd()).isEqualTo("/");
        });
    }

    @Test
    void serverThatDoesNotNoticeIsToldByAbor() {
        server.on("RETR", (talk, argument) -> {
            var data = talk.beginData();
            assertThat(talk.hear()).isEqualTo("ABOR");
            data.close();
            talk.say("426 broken off");
            talk.say("226 aborted");
        });
        ShortLimit.from(HASTE, limit -> {
            var ftp = login(limit);
            thrown(() -> ftp.download("a", directory.resolve("a")), FtpException.Connection.class);
            assertThat(ftp.pwd()).isEqualTo("/");
        });
    }

    @Test
    void muchDataAreReadWithoutAPreliminaryReply() throws IOException {
        var much = "hello".repeat(4_000_000);
        FakeServer.Script sending = (talk, argument) -> {
            try (var data = talk.openData()) {
                data.getOutputStream().write(much.getBytes(StandardCharsets.UTF_8));
            }
            talk.say("226 done");
        };
        server.on("RETR", sending).on("NLST", sending);
        var ftp = login();
        assertThat(ftp.readText("x")).isEqualTo(much);
        assertThat(ftp.download("x", directory.resolve("x")).bytes()).isEqualTo(much.length());
        try (var in = ftp.read("x")) {
            assertThat(in.readAllBytes()).hasSize(much.length());
        }
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    /** Ends the data connection without data, after the final reply. */
    private interface End {

        void of(Socket data) throws IOException;
    }

    private void nothingComes(End end) {
        FakeServer.Script nothing = (talk, argument) -> {
            talk.say("226 done");
            end.of(talk.openData());
        };
        server.on("RETR", nothing).on("LIST", nothing).on("NLST", nothing);
    }

    @Test
    void finalReplyAndAnOrderlyEndAreAnEmptyFile() {
        nothingComes(Socket::close);
        var ftp = login();
        assertThat(ftp.readText("x")).isEmpty();
        assertThat(ftp.download("x", directory.resolve("x")).bytes()).isZero();
        assertThat(ftp.dir().truncated()).isEmpty();
        server.on("SIZE", "213 5");
        assertThat(thrown(() -> ftp.download("x", directory.resolve("y")), FtpException.Connection.class))
                .hasMessageContaining("incomplete");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void finalReplyAndAResetAreAnEmptyFileOnlyIfTheSizeSaysSo() {
        nothingComes(data -> {
            data.setSoLinger(true, 0);
            data.close();
        });
        var ftp = login();
        for (var size : List.of("502 what?", "213 5", "213 unknown")) {
            server.on("SIZE", size);
            thrown(() -> ftp.readText("x"), FtpException.Connection.class);
            thrown(() -> ftp.download("x", directory.resolve("x")), FtpException.Connection.class);
            assertThat(directory).isEmptyDirectory();
            assertThat(ftp.pwd()).isEqualTo("/");
        }
        thrown(ftp::dir, FtpException.Connection.class);
        server.on("SIZE", "213 0");
        assertThat(ftp.readText("x")).isEmpty();
        assertThat(ftp.download("x", directory.resolve("x")).bytes()).isZero();
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void finalReplyAndADataConnectionLeftOpenAreAnEmptyFileUnlessTheSizeSaysOtherwise() {
        nothingComes(data -> {});
        var usual = server.script("SIZE");
        ShortLimit.from(HASTE, limit -> {
            server.on("SIZE", usual);
            var ftp = login(limit);
            assertThat(ftp.readText("x")).isEmpty();
            assertThat(ftp.dir()).isEmpty();
            assertThat(ftp.dir().truncated())
                    .hasValueSatisfying(why -> assertThat(why).contains("no data came"));
            server.on("SIZE", "213 5");
            thrown(() -> ftp.readText("x"), FtpException.Connection.class);
            assertThat(ftp.pwd()).isEqualTo("/");
        });
    }

    @Test
    void dataMayComeLongAfterTheFinalReplyAndPauseThenAsEver() {
        server.on("RETR", (talk, argument) -> {
            talk.say("226 done");
            pause(400); // the client waits 2.5 s for the first data
            try (var data = talk.openData()) {
                data.getOutputStream().write('x');
                pause(2700);
                data.getOutputStream().write('y');
            }
        });
        assertThat(login().readText("x")).isEqualTo("xy");
    }

    /** How a server takes an upload to which it has sent no preliminary reply; gives what has come. */
    private interface Taking {

        String of(FakeServer.Talk talk, InputStream data) throws IOException;
    }

    /** Uploads something, which is five bytes. */
    private interface Sending {

        void by(FtpClient ftp) throws IOException;
    }

    /** A client whose uploads are taken in turn in these ways. */
    private FtpClient loginWhereUploadsAreTaken(List<String> taken, Taking... ways) {
        var next = new AtomicInteger();
        FakeServer.Script take = (talk, argument) -> {
            try (var data = talk.openData()) {
                taken.add(ways[next.getAndIncrement() % ways.length].of(talk, data.getInputStream()));
            }
        };
        server.on("STOR", take).on("APPE", take).on("STOU", take);
        return login();
    }

    private static Taking allThen(String replies) {
        return (talk, data) -> {
            var all = new String(data.readAllBytes(), StandardCharsets.UTF_8);
            talk.send(replies);
            return all;
        };
    }

    private static Taking afterTheFirst(String reply, String last) {
        return (talk, data) -> {
            var first = new String(data.readNBytes(1), StandardCharsets.UTF_8);
            talk.say(reply);
            return last.isEmpty() ? first : first + allThen(last).of(talk, data);
        };
    }

    @Test
    void uploadIsSentWhereThePreliminaryReplyComesAfterTheDataOrNever() throws IOException {
        var taken = new CopyOnWriteArrayList<String>();
        var ftp = loginWhereUploadsAreTaken(
                taken,
                allThen("226 done\r\n"),
                allThen("150 here\r\n226 done\r\n"),
                afterTheFirst("150 here", "226 done\r\n"),
                allThen("250 done\r\n"));
        var file = Files.writeString(directory.resolve("up"), "hello");
        var calls = List.<Sending>of(
                client -> assertThat(client.writeText("x", "hello").bytes()).isEqualTo(5),
                client -> assertThat(client.upload(file, "x").bytes()).isEqualTo(5),
                client -> assertThat(client.append(file, "x").bytes()).isEqualTo(5),
                client -> assertThat(client.uploadUnique(file).bytes()).isEqualTo(5),
                client -> assertThat(client.appendText("x", "hello").bytes()).isEqualTo(5),
                client -> {
                    try (var out = client.write("x")) {
                        out.write("hello".getBytes(StandardCharsets.UTF_8));
                    }
                });
        for (var call : calls) {
            call.by(ftp);
            assertThat(ftp.pwd()).isEqualTo("/");
        }
        assertThat(taken).hasSameSizeAs(calls).allMatch("hello"::equals);
    }

    @Test
    void refusalOfAnUploadIsToldAlsoWhereItComesAfterTheFirstData() throws IOException {
        var ftp = loginWhereUploadsAreTaken(
                new CopyOnWriteArrayList<>(),
                afterTheFirst("552 the dog ate it", ""),
                allThen("451 the dog ate it\r\n"),
                allThen("150 here\r\n451 the dog ate it\r\n"));
        var large = Files.write(directory.resolve("up"), new byte[20_000_000]);
        for (var call : List.<Runnable>of(
                () -> ftp.upload(large, "x"),
                () -> ftp.writeText("x", "hello"),
                () -> ftp.appendText("x", "hello"),
                () -> ftp.writeText("x", "hello"))) {
            assertThat(refused(call)).hasMessageContaining("the dog ate it");
            assertThat(ftp.pwd()).isEqualTo("/");
        }
    }
}
