package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.ftplab.testing.FakeServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole servers with a habit of their own in all that they send, and what they are asked in a session. */
@Tag("wire")
class FtpClientOddServersTest extends FtpClientFixture {

    /** The commands of {@link #session} with their usual replies. */
    private static final List<String> REPLIES = List.of(
            "USER 331 password please",
            "PASS 230 welcome",
            "FEAT 211-Features:\r\n MLST type*;size*;\r\n REST STREAM\r\n211 End",
            "OPTS 200 fine",
            "TYPE 200 fine",
            "PWD 257 \"/\" is here",
            "CWD 250 fine",
            "SIZE 213 5",
            "MKD 257 \"/x\" made",
            "DELE 250 gone",
            "RNFR 350 and to?",
            "RNTO 250 renamed",
            "REST 350 from there",
            "MLST 250-Listing\r\n type=file;size=5; /x\r\n250 End",
            "QUIT 221 bye");

    /** Sends a reply in a way of its own. */
    private interface Habit {

        void say(FakeServer.Talk talk, String reply) throws IOException;
    }

    private void serve(Habit habit) {
        for (var line : REPLIES) {
            int blank = line.indexOf(' ');
            var reply = line.substring(blank + 1);
            server.on(line.substring(0, blank), (talk, argument) -> habit.say(talk, reply));
        }
        server.on("PASV", (talk, argument) -> {
            int port = talk.listenForData();
            habit.say(talk, "227 Passive (127,0,0,1," + port / 256 + "," + port % 256 + ")");
        });
        server.on("RETR", (talk, argument) -> {
            habit.say(talk, "150 here");
            try (var data = talk.openData()) {
                data.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
            }
            habit.say(talk, "226 done");
        });
        server.on("MLSD", (talk, argument) -> {
            habit.say(talk, "150 here");
            try (var data = talk.openData()) {
                data.getOutputStream().write("type=file;size=5; x\r\n".getBytes(StandardCharsets.UTF_8));
            }
            habit.say(talk, "226 done");
        });
        server.on("STOR", (talk, argument) -> {
            habit.say(talk, "150 here");
            try (var data = talk.openData()) {
                assertThat(data.getInputStream().readAllBytes()).hasSize(5);
            }
            habit.say(talk, "226 done");
        });
    }

    /** Uses every kind of command, and expects each value. */
    private void session() throws IOException {
        var ftp = login();
        assertThat(ftp.pwd()).isEqualTo("/");
        assertThat(ftp.cd("x").code()).isEqualTo(250);
        assertThat(ftp.mkdir("x").code()).isEqualTo(257);
        assertThat(ftp.size("x")).isEqualTo(5);
        assertThat(ftp.stat("x").isFile()).isTrue();
        assertThat(ftp.rename("x", "y").code()).isEqualTo(250);
        assertThat(ftp.readText("x")).isEqualTo("hello");
        assertThat(ftp.download("x", directory.resolve("x")).bytes()).isEqualTo(5);
        assertThat(ftp.writeText("x", "hello").bytes()).isEqualTo(5);
        assertThat(ftp.list()).extracting(RemoteFile::name).containsExactly("x");
        assertThat(ftp.delete("x").code()).isEqualTo(250);
        assertThat(ftp.pwd()).isEqualTo("/");
        assertThat(ftp.quit().code()).isEqualTo(221);
    }

    /** Habits that don't change what a reply says. */
    private enum Harmless {
        CARRIAGE_RETURN_AND_LINE_FEED_APART,
        EACH_LINE_IN_A_PACKET,
        LINE_FEEDS_ALONE,
        TWO_CARRIAGE_RETURNS,
        BLANKS_BEHIND,
        A_TAB_BEHIND_THE_CODE,
        NUL_AT_THE_END,
        NUL_BEHIND,
        A_LONG_PREAMBLE,
        LATIN_1;

        void say(FakeServer.Talk talk, String reply) throws IOException {
            switch (this) {
                case CARRIAGE_RETURN_AND_LINE_FEED_APART -> {
                    talk.send(reply + "\r");
                    pause(10);
                    talk.send("\n");
                }
                case EACH_LINE_IN_A_PACKET -> {
                    for (var line : reply.lines().toList()) {
                        talk.send(line + "\r\n");
                        pause(5);
                    }
                }
                case LINE_FEEDS_ALONE -> talk.send(reply.replace("\r\n", "\n") + "\n");
                case TWO_CARRIAGE_RETURNS -> talk.send(reply.replace("\r\n", "\r\r\n") + "\r\r\n");
                case BLANKS_BEHIND -> talk.send(reply + "  \t \r\n");
                case A_TAB_BEHIND_THE_CODE ->
                    talk.say(reply.charAt(3) == ' ' ? reply.substring(0, 3) + "\t" + reply.substring(4) : reply);
                case NUL_AT_THE_END -> talk.say(reply + "\0");
                case NUL_BEHIND -> talk.send(reply + "\r\n\0");
                case A_LONG_PREAMBLE -> {
                    var code = reply.substring(0, 3);
                    var notes = IntStream.range(0, 200)
                            .mapToObj(i -> i % 2 == 0 ? code + "-note " + i : "  note " + i + " of 421\t")
                            .collect(Collectors.joining("\r\n"));
                    boolean several = reply.charAt(3) == '-';
                    talk.say(several ? reply : code + "-\r\n" + notes + "\r\n" + reply);
                }
                case LATIN_1 ->
                    talk.send((reply.charAt(3) == ' ' && !reply.startsWith("213") ? reply + " gr\u00fcn" : reply)
                            .concat("\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void sessionIsTheSameWhateverTheHabit(Harmless habit) throws IOException {
        serve(habit::say);
        session();
    }

    @Test
    void codesNeedNoText() throws IOException {
        serve((talk, reply) -> talk.say(
                List.of("150", "200", "220", "221", "226", "230", "250", "331", "350")
                                        .contains(reply.substring(0, 3))
                                && !reply.contains("\r\n")
                        ? reply.substring(0, 3)
                        : reply));
        session();
    }

    @Test
    void banner() throws IOException {
        serve(FakeServer.Talk::say);
        for (var banner : List.of(
                "220\r\n",
                "120 soon\r\n220 ready\r\n",
                "220-" + "\r\n220-hello".repeat(200) + "\r\n220 ready\r\n",
                "220-hello\r\n" + " 421 no\r\n550-no\r\nhello\r\n".repeat(200) + "220 ready\r\n",
                "220 " + "x".repeat(100_000) + "\r\n",
                "\r\n\r\n220 ready\r\n")) {
            server.greeting(banner);
            session();
        }
    }

    @Test
    void otherCodesOfSuccessAreSuccess() throws IOException {
        serve((talk, reply) -> talk.say(
                Stream.of("250", "257", "226", "230", "350").anyMatch(reply::startsWith)
                                && !reply.contains("\"/\"")
                                && !reply.contains("\r\n")
                        ? "200 " + reply.substring(4)
                        : reply));
        var ftp = login();
        assertThat(ftp.cd("x").code()).isEqualTo(200);
        assertThat(ftp.mkdir("x").code()).isEqualTo(200);
        assertThat(ftp.rename("x", "y").code()).isEqualTo(200);
        assertThat(ftp.readText("x")).isEqualTo("hello");
        try (var in = ftp.read("x", 2)) {
            assertThat(in.readAllBytes()).hasSize(5);
        }
        assertThat(ftp.writeText("x", "hello").bytes()).isEqualTo(5);
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void offsetThatWasAcceptedByAnotherCodeIsAppliedToNoOtherTransfer() {
        serve(FakeServer.Talk::say);
        server.on("REST", "200 beginning there").on("RETR", "550 no");
        var ftp = login();
        assertThat(catchThrowable(() -> ftp.read("x", 3))).isInstanceOf(FtpException.Refused.class);
        assertThat(server.commands()).endsWith("RETR x", "REST 0");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void offsetIsForOneTransferWhereTheServerKeepsIt() throws IOException {
        serve(FakeServer.Talk::say);
        var offset = new AtomicInteger();
        var stored = new StringBuilder("hello");
        server.on("REST", (talk, argument) -> {
                    offset.set(Integer.parseInt(argument));
                    talk.say("350 from there");
                })
                .on("RETR", (talk, argument) -> talk.sendData(stored.substring(offset.get())))
                .on("STOR", (talk, argument) -> {
                    var data = new String(talk.takeData(), StandardCharsets.UTF_8);
                    stored.replace(offset.get(), stored.length(), data);
                });
        var ftp = login();
        for (int i = 0; i < 2; i++) {
            try (var in = ftp.read("x", 3)) {
                assertThat(in.readAllBytes()).isEqualTo("lo".getBytes(StandardCharsets.UTF_8));
            }
            assertThat(ftp.readText("x")).isEqualTo("hello");
        }
        try (var in = ftp.read("x", 3)) {
            in.readAllBytes();
        }
        ftp.writeText("x", "olleh");
        assertThat(stored).hasToString("olleh");
        assertThat(server.commands().stream().filter("REST 0"::equals)).hasSize(3);
    }

    @Test
    void loginMayNeedNoPasswordOrAnAccountOrNothing() {
        server.on("USER", "230 welcome");
        assertThat(login().pwd()).isEqualTo("/");
        server.on("USER", "331 password").on("PASS", "202 superfluous");
        assertThat(login().pwd()).isEqualTo("/");
        server.on("PASS", "332 account, please");
        assertThat(refused(this::login).code()).isEqualTo(332);
        server.on("PASS", "421 too many users");
        assertThat(thrown(this::login, FtpException.Connection.class)).hasMessageContaining("421 too many users");
    }

    @Test
    void loginThatIsOverIsToldForEveryCommand() {
        serve(FakeServer.Talk::say);
        var ftp = login();
        for (var verb : List.of("CWD", "SIZE", "DELE", "RETR", "STOR", "MLSD", "MLST", "PASV")) {
            server.on(verb, "530 log in first");
        }
        for (var call : List.<Runnable>of(
                () -> ftp.cd("x"),
                () -> ftp.delete("x"),
                () -> ftp.readText("x"),
                () -> ftp.writeText("x", "hello"),
                ftp::list,
                () -> ftp.exists("x"),
                () -> ftp.download("x", directory.resolve("x")),
                () -> ftp.downloadDirectory("x", directory.resolve("x")).orThrow(),
                () -> ftp.deleteDirectory("x").orThrow())) {
            assertThat(refused(call)).hasMessageContaining("530 log in first");
            assertThat(ftp.pwd()).isEqualTo("/");
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void finalReplyMayComeInTheMiddleOfTheData() throws IOException {
        serve(FakeServer.Talk::say);
        server.on("SIZE", "502 what?").on("RETR", (talk, argument) -> {
            talk.say("150 here");
            talk.say("150 still here");
            try (var data = talk.openData()) {
                data.getOutputStream().write("he".getBytes(StandardCharsets.UTF_8));
                pause(300);
                talk.say("226 done");
                pause(100);
                data.getOutputStream().write("llo".getBytes(StandardCharsets.UTF_8));
            }
        });
        var ftp = login();
        assertThat(ftp.readText("x")).isEqualTo("hello");
        ftp.download("x", directory.resolve("x"));
        assertThat(directory.resolve("x")).hasContent("hello");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "229 ok (|3||%d|)",
                "229 ok (|1|2|3|%d|)",
                "229 ok (|||-%d|)",
                "229 ok (|||0%d0000000|)",
                "522 use (1) or (2)",
                "227 ok (0,0,0,0,0,0)",
                "200 ok",
                "229"
            })
    void offerThatIsNoneIsToldWithTheServersWords(String reply) {
        serve(FakeServer.Talk::say);
        FakeServer.Script offer = (talk, argument) -> talk.say(reply.replace("%d", "" + talk.listenForData()));
        server.on("PASV", "502 what?").on("EPSV", offer);
        var ftp = login();
        assertThat(catchThrowable(() -> ftp.readText("x")))
                .isInstanceOfAny(FtpException.Protocol.class, FtpException.Refused.class)
                .satisfiesAnyOf(
                        thrown -> assertThat(thrown).hasMessageContaining(reply.substring(0, 3)),
                        // which is asked once more
                        thrown -> assertThat(thrown).hasMessageContaining("502 what?"));
        assertThat(ftp.pwd()).isEqualTo("/");
        server.on("PASV", (talk, argument) -> talk.offerData(new byte[4]));
        assertThat(login().readText("x")).isEqualTo("hello");
    }

    @Test
    void namesWithNulAreNeverUsed() throws IOException {
        serve(FakeServer.Talk::say);
        server.on("PWD", "257 \"/a\0b\" is here").on("MKD", "550 a\0b: no");
        var ftp = login();
        assertThat(catchThrowable(ftp::pwd)).isInstanceOf(FtpException.Protocol.class);
        assertThat(refused(() -> ftp.mkdir("x")).getMessage()).doesNotContain("\0");
        server.on("PWD", "257 \"/\" is here");
        server.on("MLSD", (talk, argument) -> talk.sendData("type=file;size=5; a\0b\r\ntype=file;size=5; x\r\n"));
        var result = ftp.downloadDirectory("pub", directory.resolve("all"));
        assertThat(result.files()).isEqualTo(1);
        assertThat(result.failures()).hasSize(1);
        assertThat(names(directory.resolve("all"))).containsExactly("x");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "250-Listing\r\n TYPE=FILE;Size=5;MODIFY=20250305211807; /x\r\n250 End",
                "250-Listing\r\n Type=file;SIZE=5;Modify=20250305211807.000; x\r\n250 End",
                "250-Listing\r\ntype=file;size=5;modify=20250305211807; /x\r\n250 End",
                "250- type=file;size=5;modify=20250305211807; /x\r\n250 End",
                "250-Listing\r\n250-type=file;size=5;modify=20250305211807; /x\r\n250 End",
                "250 type=file;size=5;modify=20250305211807; /x",
                "213-\r\n type=file;size=5;modify=20250305211807; /x\r\n213 End"
            })
    void factsOfOneFileAreReadInManyForms(String reply) {
        serve(FakeServer.Talk::say);
        server.on("MLST", reply);
        var file = login().stat("x");
        assertThat(file.isFile()).isTrue();
        assertThat(file.size()).hasValue(5);
        assertThat(file.modified().orElseThrow()).hasToString("2025-03-05T21:18:07Z");
    }

    @Test
    void linksThatAListingNamesAreNeitherFollowedNorFiles() throws IOException {
        serve(FakeServer.Talk::say);
        server.on(
                "MLSD",
                (talk, argument) -> talk.sendData(String.join(
                        "\r\n",
                        "type=cdir; .",
                        "type=pdir; ..",
                        "type=OS.unix=slink:..; up",
                        "Type=OS.UNIX=symlink;size=4; other",
                        "type=OS.unix=slink:/etc/passwd;size=11; out",
                        "type=file;size=5; x",
                        "")));
        var ftp = login();
        assertThat(ftp.walk("pub").stream().filter(file -> file.type() == RemoteFile.Type.LINK))
                .extracting(RemoteFile::name)
                .containsExactly("up", "other", "out");
        assertThat(ftp.downloadDirectory("pub", directory.resolve("all")).leftOut())
                .containsExactly("pub/up", "pub/other", "pub/out");
        assertThat(names(directory.resolve("all"))).containsExactly("x");
        assertThat(ftp.pwd()).isEqualTo("/");
    }
}
