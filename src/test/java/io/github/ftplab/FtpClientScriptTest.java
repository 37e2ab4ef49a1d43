package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.ftplab.testing.FakeServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A table of the client's commands, and of ways in which servers may answer each: whatever the order, the pieces, the
 * delay and the texts of the replies, a call has the right value or fails with the server's words, and the next call
 * gets its own reply.
 */
@Tag("wire")
class FtpClientScriptTest extends FtpClientFixture {

    /** How many milliseconds later a part of what a server sends comes: the client has read what was before by then. */
    private static final int MOMENT = 10;

    private static final String WORDS = "the dog ate it";
    private static final String DATA = "type=file;size=5; hello.txt";
    private static final String SHA = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    /** Something that the client does, with the value to expect. */
    private interface Call {

        Object on(FtpClient ftp, FtpClientScriptTest test) throws IOException;
    }

    /** Gives the reply of a row, as some name a port that has to be there. */
    private interface Answer {

        String to(FakeServer.Talk talk) throws IOException;
    }

    /**
     * A command that moves no data.
     *
     * @param verb the command whose reply varies
     * @param answer the reply of success
     * @param refusable whether the call fails if it is refused
     */
    private record Row(String verb, Answer answer, Call call, Object value, boolean refusable) {

        static Row of(String verb, String reply, Call call, Object value) {
            return new Row(verb, talk -> reply, call, value, true);
        }

        Row optional() {
            return new Row(verb, answer, call, value, false);
        }

        @Override
        public String toString() {
            return verb + " → " + value;
        }
    }

    /** How a reply is sent. */
    enum Delivery {
        WHOLE,
        BYTE_BY_BYTE,
        LATE,
        IN_TWO_PARTS,
        LINE_FEEDS,
        OF_SEVERAL_LINES,
        AFTER_BLANK_LINES,
        AFTER_PRELIMINARY_ONES,
        BEFORE_BLANK_LINES;

        void send(FakeServer.Talk talk, String reply) throws IOException {
            switch (this) {
                case WHOLE -> talk.say(reply);
                case BYTE_BY_BYTE -> {
                    for (byte b : (reply + "\r\n").getBytes(StandardCharsets.UTF_8)) {
                        talk.send(new byte[] {b});
                    }
                }
                case LATE -> {
                    pause(MOMENT);
                    talk.say(reply);
                }
                case IN_TWO_PARTS -> {
                    int middle = reply.length() / 2;
                    talk.send(reply.substring(0, middle));
                    pause(MOMENT);
                    talk.say(reply.substring(middle));
                }
                case LINE_FEEDS -> talk.send(reply.replace("\r\n", "\n") + "\n");
                case OF_SEVERAL_LINES -> talk.say(severalLines(reply));
                case AFTER_BLANK_LINES -> talk.send("\r\n\n" + reply + "\r\n");
                case AFTER_PRELIMINARY_ONES -> talk.send("120 soon\r\n100-very\r\n100 soon\r\n" + reply + "\r\n");
                case BEFORE_BLANK_LINES -> talk.send(reply + "\r\n\r\n\n");
            }
        }

        private static String severalLines(String reply) {
            var code = reply.substring(0, 3);
            return reply.startsWith("-", 3)
                    ? reply
                    : code + "-" + reply.substring(4) + "\r\n and\r\n" + code + "-more\r\n" + code + " end";
        }
    }

    private static Stream<Row> rows() {
        return Stream.of(
                Row.of("USER", "331 the password, please", (ftp, test) -> ftp.pwd(), "/"),
                Row.of("PASS", "230 welcome", (ftp, test) -> ftp.pwd(), "/"),
                Row.of("FEAT", "211-Features:\r\n SIZE\r\n211 End", (ftp, test) -> ftp.pwd(), "/")
                        .optional(),
                Row.of("OPTS", "200 fine", (ftp, test) -> ftp.pwd(), "/").optional(),
                Row.of("TYPE", "200 fine", (ftp, test) -> ftp.pwd(), "/"),
                Row.of("PWD", "257 \"/x y\" is here", (ftp, test) -> ftp.pwd(), "/x y"),
                Row.of("CWD", "250 fine", (ftp, test) -> ftp.cd("x").code(), 250),
                Row.of("SIZE", "213 6", (ftp, test) -> ftp.size("x"), 6L),
                Row.of(
                        "MDTM",
                        "213 20250305211807",
                        (ftp, test) -> ftp.modified("x"),
                        Instant.parse("2025-03-05T21:18:07Z")),
                Row.of(
                        "MLST",
                        "250-Listing\r\n type=file;size=6; /x\r\n250 End",
                        (ftp, test) -> ftp.stat("x").size().orElse(-1),
                        6L),
                Row.of("MKD", "257 \"/x\" made", (ftp, test) -> ftp.mkdir("x").code(), 257),
                Row.of("RMD", "250 gone", (ftp, test) -> ftp.rmdir("x").code(), 250),
                Row.of("DELE", "250 gone", (ftp, test) -> ftp.delete("x").code(), 250),
                Row.of("DELE", "250 gone", (ftp, test) -> deleteAll(ftp), List.of("pub/hello.txt", "pub")),
                Row.of("RMD", "250 gone", (ftp, test) -> deleteAll(ftp), List.of("pub/hello.txt", "pub")),
                Row.of("MKD", "257 made", (ftp, test) -> test.uploadAll(ftp, "within"), (long) DATA.length())
                        .optional(),
                Row.of(
                        "RNFR",
                        "350 and to?",
                        (ftp, test) -> ftp.rename("x", "y").code(),
                        250),
                Row.of(
                        "RNTO",
                        "250 renamed",
                        (ftp, test) -> ftp.rename("x", "y").code(),
                        250),
                Row.of(
                        "SITE",
                        "200 changed",
                        (ftp, test) -> ftp.chmod("x", "644").code(),
                        200),
                Row.of(
                        "MFMT",
                        "213 Modify=19700101000000; x",
                        (ftp, test) -> ftp.setModified("x", Instant.EPOCH).code(),
                        213),
                Row.of("XSHA256", "250 " + SHA, (ftp, test) -> ftp.hash("x").toString(), "SHA-256 " + SHA),
                Row.of("SYST", "215 UNIX Type: L8", (ftp, test) -> ftp.system().startsWith("UNIX Type: L8"), true),
                Row.of("NOOP", "200 fine", (ftp, test) -> ftp.command("NOOP").code(), 200),
                Row.of("HELP", "214 none", (ftp, test) -> ftp.command("HELP").code(), 214),
                Row.of("REST", "350 from there", (ftp, test) -> test.readFrom(ftp, 2), DATA),
                new Row(
                        "PASV",
                        talk -> {
                            int port = talk.listenForData();
                            return "227 Entering Passive Mode (127,0,0,1," + port / 256 + "," + port % 256 + ")";
                        },
                        (ftp, test) -> ftp.readText("x"),
                        DATA,
                        false),
                new Row(
                        "EPSV",
                        talk -> "229 Extended Passive Mode (|||" + talk.listenForData() + "|)",
                        (ftp, test) -> ftp.readText("x"),
                        DATA,
                        true));
    }

    private static Stream<Arguments> table() {
        return rows().flatMap(row -> Stream.of(Delivery.values()).map(delivery -> Arguments.of(row, delivery)));
    }

    @ParameterizedTest
    @MethodSource("table")
    void replyIsReadHoweverItIsSent(Row row, Delivery delivery) throws IOException {
        answerOnce(row, delivery, row.answer());
        var ftp = connect();
        ftp.login("test", "potato");
        assertThat(row.call().on(ftp, this)).as(row.toString()).isEqualTo(row.value());
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @ParameterizedTest
    @MethodSource("table")
    void refusalIsToldHoweverItIsSent(Row row, Delivery delivery) throws IOException {
        for (var code : List.of("451", "550", "559")) {
            answerOnce(row, delivery, talk -> code + " " + WORDS);
            var ftp = connect();
            var thrown = catchThrowable(() -> {
                ftp.login("test", "potato");
                assertThat(row.call().on(ftp, this)).isEqualTo(row.value());
            });
            if (row.refusable()) {
                assertThat(thrown).as(row + " refused by " + code).isInstanceOf(FtpException.Refused.class);
                assertThat(thrown).hasMessageContaining(WORDS);
                assertThat(((FtpException.Refused) thrown).command()).isEqualTo(nameOf(row.verb()));
            } else {
                assertThat(thrown).as(row + " refused by " + code).isNull();
            }
            assertThat(ftp.pwd()).isEqualTo("/");
        }
    }

    private static String nameOf(String verb) {
        return switch (verb) {
            case "SITE" -> "SITE CHMOD";
            case "EPSV" -> "PASV"; // which is tried before and afterwards
            default -> verb;
        };
    }

    @ParameterizedTest
    @MethodSource("rows")
    void serverThatGoesAwayIsQuoted(Row row) {
        answerOnce(row, Delivery.WHOLE, talk -> "421 " + WORDS);
        var ftp = connect();
        var thrown = catchThrowable(() -> {
            ftp.login("test", "potato");
            row.call().on(ftp, this);
        });
        assertThat(thrown).isInstanceOf(FtpException.Connection.class).hasMessageContaining(WORDS);
        assertThat(catchThrowable(ftp::pwd))
                .isInstanceOf(FtpException.Connection.class)
                .hasMessageContaining("was lost earlier");
    }

    /** Sets all scripts, of which that of the row's command varies once. */
    private void answerOnce(Row row, Delivery delivery, Answer answer) {
        usual();
        if (row.verb().equals("EPSV")) {
            server.on("PASV", "502 " + WORDS);
        }
        var usual = server.script(row.verb());
        var first = new AtomicBoolean(true);
        server.on(row.verb(), (talk, argument) -> {
            if (first.getAndSet(false)) {
                delivery.send(talk, answer.to(talk));
            } else {
                usual.answer(talk, argument);
            }
        });
    }

    private void usual() {
        server.on("FEAT", "211-Features:\r\n UTF8\r\n MLST type*;size*;\r\n XSHA256\r\n REST STREAM\r\n211 End")
                .on("USER", "331 password please")
                .on("PASS", "230 welcome")
                .on("TYPE", "200 fine")
                .on("PWD", "257 \"/\" is here")
                .on("CWD", "250 fine")
                .on("RNFR", "350 and to?")
                .on("RNTO", "250 renamed")
                .on("REST", "350 from there")
                .on("PASV", (talk, argument) -> talk.offerData())
                .on("EPSV", (talk, argument) -> talk.offerExtendedData())
                .on("RETR", (talk, argument) -> talk.sendData(DATA))
                .on("MLSD", (talk, argument) -> talk.sendData(DATA + "\r\n"))
                .on("LIST", (talk, argument) -> talk.sendData("drwxr-xr-x 2 a b 6 Mar  5  2025 pub\r\n"))
                .on("MLST", "250-Listing\r\n type=dir; /pub\r\n250 End")
                .on("MDTM", "213 20250305211807")
                .on("STOR", (talk, argument) -> talk.takeData())
                .on("DELE", "250 gone")
                .on("RMD", "250 gone");
    }

    private String readFrom(FtpClient ftp, long offset) throws IOException {
        try (var in = ftp.read("x", offset)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What a server does with a command that moves data. */
    private interface Play {

        void act(FakeServer.Talk talk, Move move) throws IOException;
    }

    /** What it does with the data connection: sends all, or receives all. */
    private interface Move {

        void over(Socket data) throws IOException;
    }

    private static void move(FakeServer.Talk talk, Move move) throws IOException {
        try (var data = talk.openData()) {
            move.over(data);
        }
    }

    /** A play, and whether the call succeeds. */
    private record Act(String name, Play play) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Act> SUCCESS = List.of(
            new Act("as usual", (talk, move) -> {
                talk.say("150 here");
                move(talk, move);
                talk.say("226 done");
            }),
            new Act("by 125 and 250", (talk, move) -> {
                talk.say("125 here");
                move(talk, move);
                talk.say("250 done");
            }),
            new Act("two preliminary replies", (talk, move) -> {
                talk.say("125 soon");
                talk.say("150 here");
                move(talk, move);
                talk.say("226 done");
            }),
            new Act("a preliminary reply after the data", (talk, move) -> {
                talk.say("150 here");
                move(talk, move);
                talk.say("150 still here");
                talk.say("226 done");
            }),
            new Act("replies of several lines, byte by byte", (talk, move) -> {
                Delivery.BYTE_BY_BYTE.send(talk, "150-here\r\n 226 no\r\n150 it comes");
                move(talk, move);
                Delivery.BYTE_BY_BYTE.send(talk, "226-done\r\n550 no\r\n226 really");
            }),
            new Act("late in everything", (talk, move) -> {
                pause(MOMENT);
                talk.say("150 here");
                pause(MOMENT);
                move(talk, move);
                pause(220);
                talk.say("226 done");
            }));

    private static final List<Act> SUCCESS_DOWNWARD = List.of(
            new Act("done before the data", (talk, move) -> {
                talk.send("150 here\r\n226 done\r\n");
                pause(MOMENT);
                move(talk, move);
            }),
            new Act("data before the first reply", (talk, move) -> {
                move(talk, move);
                pause(MOMENT);
                talk.say("150 here");
                talk.say("226 done");
            }),
            new Act("no preliminary reply", (talk, move) -> {
                move(talk, move);
                talk.say("226 done");
            }),
            new Act("no preliminary reply, and the data later", (talk, move) -> {
                talk.say("226 done");
                pause(MOMENT);
                move(talk, move);
            }));

    private static final List<Act> REFUSAL = List.of(
            new Act("refused at once", (talk, move) -> talk.say("550 " + WORDS)),
            new Act("refused late, in two parts", (talk, move) -> {
                pause(MOMENT);
                Delivery.IN_TWO_PARTS.send(talk, "450 " + WORDS);
            }),
            new Act("refused, and the data connection closed", (talk, move) -> {
                talk.openData().close();
                talk.say("550 " + WORDS);
            }),
            new Act("refused after the first reply", (talk, move) -> {
                talk.say("150 here");
                talk.openData().close();
                talk.say("451 " + WORDS);
            }),
            new Act("refused in one packet with the first reply", (talk, move) -> {
                talk.send("150 here\r\n451 " + WORDS + "\r\n");
                talk.openData();
            }),
            new Act("refused while the data connection stands still", (talk, move) -> {
                talk.say("150 here");
                talk.openData();
                pause(MOMENT);
                talk.say("450 " + WORDS);
            }),
            new Act("refused after the data", (talk, move) -> {
                talk.say("150 here");
                talk.say("150 here");
                move(talk, move);
                talk.say("552 " + WORDS);
            }),
            new Act("broken off", (talk, move) -> {
                talk.say("150 here");
                var data = talk.openData();
                data.setSoLinger(true, 0);
                data.close();
                talk.say("426 " + WORDS);
            }));

    /** A command that moves data, and the value that the data give. */
    private record Transferred(String verb, boolean downward, Call call, Object value) {

        @Override
        public String toString() {
            return verb + " → " + value;
        }
    }

    private static final Transferred MIRROR =
            new Transferred("MLSD", true, (ftp, test) -> test.mirror(ftp), List.of("hello.txt"));

    private static final List<Transferred> TRANSFERS = List.of(
            new Transferred("RETR", true, (ftp, test) -> ftp.readText("x"), DATA),
            new Transferred("RETR", true, (ftp, test) -> ftp.readBytes("x").length, DATA.length()),
            new Transferred("RETR", true, (ftp, test) -> test.readFrom(ftp, 0), DATA),
            new Transferred("RETR", true, (ftp, test) -> test.readFrom(ftp, 2), DATA),
            new Transferred("RETR", true, (ftp, test) -> test.download(ftp), DATA),
            new Transferred("RETR", true, (ftp, test) -> test.downloadAll(ftp), DATA),
            new Transferred("MLSD", true, (ftp, test) -> test.downloadAll(ftp), DATA),
            MIRROR,
            new Transferred("MLSD", true, (ftp, test) -> deleteAll(ftp), List.of("pub/hello.txt", "pub")),
            new Transferred("LIST", true, (ftp, test) -> ftp.dir().lines(), List.of(DATA)),
            new Transferred("LIST", true, (ftp, test) -> ftp.dir("pub").lines(), List.of(DATA)),
            new Transferred("MLSD", true, (ftp, test) -> names(ftp.list()), List.of("hello.txt")),
            new Transferred("MLSD", true, (ftp, test) -> names(ftp.list("pub")), List.of("hello.txt")),
            new Transferred("MLSD", true, (ftp, test) -> names(ftp.walk("pub")), List.of("hello.txt")),
            new Transferred("MLSD", true, (ftp, test) -> oneByOne(ftp), List.of("hello.txt")),
            new Transferred("NLST", true, (ftp, test) -> ftp.nlst(), List.of(DATA)),
            new Transferred("NLST", true, (ftp, test) -> ftp.nlst("pub"), List.of(DATA)),
            new Transferred(
                    "STOR", false, (ftp, test) -> ftp.writeText("x", DATA).bytes(), (long) DATA.length()),
            new Transferred("STOR", false, (ftp, test) -> test.write(ftp), DATA),
            new Transferred("STOR", false, (ftp, test) -> test.uploadAll(ftp, "."), (long) DATA.length()),
            new Transferred(
                    "STOR", false, (ftp, test) -> ftp.upload(test.file(), "x").bytes(), (long) DATA.length()),
            new Transferred(
                    "APPE", false, (ftp, test) -> ftp.appendText("x", DATA).bytes(), (long) DATA.length()),
            new Transferred(
                    "APPE", false, (ftp, test) -> ftp.append(test.file(), "x").bytes(), (long) DATA.length()),
            new Transferred(
                    "STOU", false, (ftp, test) -> ftp.uploadUnique(test.file()).bytes(), (long) DATA.length()));

    private static Stream<Arguments> transfersThatSucceed() {
        return TRANSFERS.stream()
                .flatMap(row -> Stream.concat(
                                SUCCESS.stream(), row.downward() ? SUCCESS_DOWNWARD.stream() : Stream.<Act>empty())
                        .map(act -> Arguments.of(row, act)));
    }

    private static Stream<Arguments> transfersThatFail() {
        return TRANSFERS.stream().flatMap(row -> REFUSAL.stream().map(act -> Arguments.of(row, act)));
    }

    @ParameterizedTest
    @MethodSource("transfersThatSucceed")
    void dataAreMovedInWhateverOrderTheRepliesCome(Transferred row, Act act) throws IOException {
        var taken = play(row, act);
        var ftp = login();
        assertThat(row.call().on(ftp, this)).isEqualTo(row.value());
        assertThat(taken).allMatch(DATA::equals).hasSize(row.downward() ? 0 : 1);
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @ParameterizedTest
    @MethodSource("transfersThatFail")
    void refusedTransferTellsTheServersWords(Transferred row, Act act) throws IOException {
        play(row, act);
        var ftp = login();
        var thrown = catchThrowable(() -> row.call().on(ftp, this));
        var told = thrown instanceof IOException ? thrown.getCause() : thrown;
        assertThat(told)
                .hasMessageContaining(WORDS)
                .asInstanceOf(type(FtpException.Refused.class))
                .returns(row.verb(), FtpException.Refused::command);
        assertThat(ftp.pwd()).isEqualTo("/");
        assertThat(directory.resolve("down")).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("transfers")
    void serverThatGoesAwayDuringATransferIsQuoted(Transferred row) throws IOException {
        play(row, new Act("421", (talk, move) -> {
            talk.say("150 here");
            talk.openData();
            pause(MOMENT);
            talk.say("421 " + WORDS);
            talk.hangUp();
        }));
        var ftp = login();
        var thrown = catchThrowable(() -> row.call().on(ftp, this));
        assertThat(thrown instanceof IOException ? thrown.getCause() : thrown)
                .isInstanceOf(FtpException.Connection.class)
                .hasMessageContaining(WORDS);
        assertThat(catchThrowable(ftp::pwd)).hasMessageContaining("was lost earlier");
    }

    private static Stream<Transferred> transfers() {
        return TRANSFERS.stream();
    }

    private static Act complete(String name, String replies, Ending ending) {
        return new Act(name, (talk, move) -> {
            talk.say("150 here");
            move(talk, move);
            talk.send(replies);
            ending.of(talk);
        });
    }

    /** What a server does with the session after a transfer. */
    private interface Ending {

        void of(FakeServer.Talk talk) throws IOException;
    }

    private static final List<Act> ENDINGS = List.of(
            complete("goes away", "226 done\r\n", FakeServer.Talk::hangUp),
            complete("421 behind", "226 done\r\n421 " + WORDS + "\r\n", FakeServer.Talk::hangUp),
            complete("the final reply twice", "226 done\r\n226 done\r\n", talk -> {}),
            complete("a refusal behind", "226 done\r\n451 " + WORDS + "\r\n", talk -> {}),
            complete("a preliminary reply behind", "226 done\r\n150 here\r\n", talk -> {}),
            complete("half a reply behind", "226 done\r\n226-and\r\n", FakeServer.Talk::hangUp),
            complete("no reply behind", "226 done\r\nwhatever\r\n", talk -> {}));

    private static Stream<Arguments> transfersWithAnOddEnd() {
        // A mirror deletes after a whole listing, and may fail afterwards.
        return TRANSFERS.stream()
                .filter(row -> !row.equals(MIRROR))
                .flatMap(row -> ENDINGS.stream().map(act -> Arguments.of(row, act)));
    }

    /** What is not asked for any more is right; what is, may be told by an exception. */
    @ParameterizedTest
    @MethodSource("transfersWithAnOddEnd")
    void whatComesBehindTheFinalReplyIsTakenForNoOther(Transferred row, Act act) throws IOException {
        var taken = play(row, act);
        var ftp = login();
        var value = new AtomicReference<Object>();
        var thrown = catchThrowable(() -> value.set(row.call().on(ftp, this)));
        var told = thrown instanceof IOException ? thrown.getCause() : thrown;
        if (told == null) {
            assertThat(value).hasValue(row.value());
        } else {
            assertThat(told).isInstanceOfAny(FtpException.Connection.class, FtpException.Protocol.class);
        }
        assertThat(taken).allMatch(DATA::equals);
        assertThat(directory.resolve("down")).matches(file -> !Files.exists(file) || isWhole(file));
        assertThat(catchThrowable(() -> assertThat(ftp.pwd()).isEqualTo("/")))
                .satisfiesAnyOf(
                        next -> assertThat(next).isNull(),
                        next -> assertThat(next).isInstanceOf(FtpException.class));
        assertThat(ftp.reconnect().pwd()).isEqualTo("/");
    }

    private static boolean isWhole(Path file) {
        try {
            return Files.readString(file).equals(DATA);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final List<Act> BROKEN = List.of(
            new Act("goes away without a final reply", (talk, move) -> {
                talk.say("150 here");
                move(talk, move);
                talk.hangUp();
            }),
            new Act("goes away in the middle of the final reply", (talk, move) -> {
                talk.say("150 here");
                move(talk, move);
                talk.send("226-done");
                talk.hangUp();
            }),
            new Act("goes away with a final reply of half a line", (talk, move) -> {
                talk.say("150 here");
                move(talk, move);
                talk.send("22");
                talk.hangUp();
            }),
            new Act("no reply but another thing", (talk, move) -> {
                talk.say("150 here");
                move(talk, move);
                talk.say("done");
                talk.hangUp();
            }),
            new Act("asks for more", (talk, move) -> {
                talk.say("150 here");
                move(talk, move);
                talk.say("350 " + WORDS);
            }));

    private static Stream<Arguments> transfersThatBreak() {
        return TRANSFERS.stream().flatMap(row -> BROKEN.stream().map(act -> Arguments.of(row, act)));
    }

    @ParameterizedTest
    @MethodSource("transfersThatBreak")
    void transferWithoutAFinalReplyOfSuccessIsNone(Transferred row, Act act) throws IOException {
        play(row, act);
        var ftp = login();
        var thrown = catchThrowable(() -> row.call().on(ftp, this));
        assertThat(thrown instanceof IOException ? thrown.getCause() : thrown).isInstanceOf(FtpException.class);
        assertThat(directory.resolve("down")).doesNotExist();
        assertThat(ftp.reconnect().pwd()).isEqualTo("/");
    }

    /** A call in the background that moves data. */
    private interface Background {

        CompletableFuture<?> on(BackgroundFtpClient ftp, FtpClientScriptTest test) throws IOException;
    }

    /** A call in the background, with the value that the data give. */
    private record Behind(String verb, Background call, Object value) {

        @Override
        public String toString() {
            return verb + " → " + value;
        }
    }

    private static final List<Behind> BACKGROUND = List.of(
            new Behind("RETR", (ftp, test) -> ftp.readText("x"), DATA),
            new Behind(
                    "RETR",
                    (ftp, test) ->
                            ftp.download("x", test.directory.resolve("down")).thenApply(Transfer::bytes),
                    (long) DATA.length()),
            new Behind("NLST", (ftp, test) -> ftp.nlst(), List.of(DATA)),
            new Behind("MLSD", (ftp, test) -> ftp.list().thenApply(FtpClientScriptTest::names), List.of("hello.txt")),
            new Behind(
                    "MLSD",
                    (ftp, test) -> ftp.downloadDirectory("pub", test.directory.resolve("all"))
                            .thenApply(done -> done.orThrow().bytes()),
                    (long) DATA.length()),
            new Behind(
                    "STOR", (ftp, test) -> ftp.writeText("x", DATA).thenApply(Transfer::bytes), (long) DATA.length()),
            new Behind("APPE", (ftp, test) -> ftp.append(test.file(), "x").thenApply(Transfer::bytes), (long)
                    DATA.length()),
            new Behind("STOU", (ftp, test) -> ftp.uploadUnique(test.file()).thenApply(Transfer::bytes), (long)
                    DATA.length()));

    private static Stream<Arguments> background() {
        return BACKGROUND.stream()
                .flatMap(row -> Stream.of(SUCCESS, REFUSAL, ENDINGS, BROKEN)
                        .flatMap(List::stream)
                        .map(act -> Arguments.of(row, act)));
    }

    @ParameterizedTest
    @MethodSource("background")
    void callInTheBackgroundHasItsValueOrFailsAndTheNextOneIsRight(Behind row, Act act) throws IOException {
        var taken = play(row.verb(), act);
        var ftp = login();
        var called = row.call().on(ftp.inBackground(), this);
        var thrown = catchThrowable(called::join);
        if (thrown == null) {
            assertThat(called.join()).isEqualTo(row.value());
            assertThat(act).matches(each -> SUCCESS.contains(each) || ENDINGS.contains(each));
        } else {
            assertThat(thrown).hasCauseInstanceOf(FtpException.class);
            assertThat(SUCCESS).doesNotContain(act);
        }
        if (REFUSAL.contains(act)) {
            assertThat(thrown).hasMessageContaining(WORDS);
        }
        assertThat(taken).allMatch(DATA::equals);
        assertThat(directory.resolve("down")).matches(file -> !Files.exists(file) || isWhole(file));
        server.on("MKD", "257 \"/y\" made");
        assertThat(ftp.inBackground().mkdir("y").join().code()).isEqualTo(257);
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    /** Sets all scripts; {@return what the server takes} */
    private List<String> play(Transferred row, Act act) {
        return play(row.verb(), act);
    }

    private List<String> play(String verb, Act act) {
        usual();
        var taken = new CopyOnWriteArrayList<String>();
        var moves = new AtomicBoolean(true);
        boolean downward = !List.of("STOR", "APPE", "STOU").contains(verb);
        server.on(verb, (talk, argument) -> {
            if (moves.getAndSet(false)) {
                act.play().act(talk, downward ? data -> send(verb, data) : data -> taken.add(receive(data)));
            } else {
                talk.say("550 once is enough");
            }
        });
        return taken;
    }

    private static void send(String verb, Socket data) throws IOException {
        var text = verb.equals("RETR") ? DATA : DATA + "\r\n";
        data.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String receive(Socket data) throws IOException {
        return new String(data.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static List<String> names(Listing listing) {
        return listing.stream().map(RemoteFile::name).toList();
    }

    private static List<String> oneByOne(FtpClient ftp) {
        var names = new ArrayList<String>();
        ftp.list("pub", file -> names.add(file.name()));
        return names;
    }

    private String download(FtpClient ftp) throws IOException {
        ftp.download("x", directory.resolve("down"));
        return Files.readString(directory.resolve("down"));
    }

    private String write(FtpClient ftp) throws IOException {
        try (var out = ftp.write("x")) {
            out.write(DATA.getBytes(StandardCharsets.UTF_8));
        }
        return DATA;
    }

    private Path file() throws IOException {
        return Files.writeString(directory.resolve("up"), DATA);
    }

    private String downloadAll(FtpClient ftp) throws IOException {
        ftp.downloadDirectory("pub", directory.resolve("all")).orThrow();
        return Files.readString(directory.resolve("all/hello.txt"));
    }

    /** A mirror deletes what the server does not have, but only if the listing was whole. */
    private List<String> mirror(FtpClient ftp) throws IOException {
        var mirror = Files.createDirectories(directory.resolve("mirror"));
        var old = Files.writeString(mirror.resolve("old"), "old");
        try {
            ftp.mirrorDown("pub", mirror, DirectoryOptions.DEFAULT.deleting()).orThrow();
        } catch (FtpException e) {
            assertThat(old).hasContent("old");
            throw e;
        }
        return names(mirror);
    }

    private long uploadAll(FtpClient ftp, String inside) throws IOException {
        var local = Files.createDirectories(directory.resolve("local"));
        Files.writeString(Files.createDirectories(local.resolve(inside)).resolve("up"), DATA);
        return ftp.uploadDirectory(local, "pub").orThrow().bytes();
    }

    private static List<String> deleteAll(FtpClient ftp) {
        return ftp.deleteDirectory("pub").orThrow().deleted();
    }
}
