package io.github.ftplab;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random replies to every command: each call returns a value or throws an FtpException, and so does the next one. */
@Tag("wire")
class FtpClientReplyFuzzTest extends FtpClientFixture {

    private static final int ROUNDS = 12;
    private static final List<String> PIECES = List.of(
            "\r\n",
            "\n",
            "\r",
            " ",
            "-",
            "\"",
            "'",
            "/",
            "|",
            "(",
            ")",
            ",",
            "0",
            "1",
            "255",
            "256",
            "65536",
            "-1",
            "\0",
            "99999999999999999999",
            "250",
            "553",
            "250 ",
            "250-",
            "(|||",
            "1,2,3,4,5,6",
            "20260305211807",
            "\"/a\"",
            "x",
            "type=file;size=6; a",
            "ü",
            "\uFEFF",
            "٤");

    private interface Call {
        void on(FtpClient ftp) throws Exception;
    }

    private final Map<String, Call> calls = Map.ofEntries(
            entry("PWD", FtpClient::pwd),
            entry("CWD", ftp -> ftp.cd("x")),
            entry("SIZE", ftp -> ftp.size("x")),
            entry("SIZE ", ftp -> ftp.exists("x")),
            entry("MDTM", ftp -> ftp.modified("x")),
            entry("MLST", ftp -> ftp.stat("x")),
            entry("MKD", ftp -> ftp.mkdir("x")),
            entry("RMD", ftp -> ftp.rmdir("x")),
            entry("DELE", ftp -> ftp.delete("x")),
            entry("RNFR", ftp -> ftp.rename("x", "y")),
            entry("RNTO", ftp -> ftp.rename("x", "y")),
            entry("PASV", FtpClient::dir),
            entry("EPSV", FtpClient::dir),
            entry("LIST", FtpClient::dir),
            entry("MLSD", FtpClient::list),
            entry("NLST", FtpClient::nlst),
            entry("RETR", ftp -> ftp.download("x", directory.resolve("x"))),
            entry("STOR", ftp -> ftp.upload(Files.writeString(directory.resolve("up"), "hello"), "x")),
            entry("SITE", ftp -> ftp.chmod("x", "644")),
            entry("MFMT", ftp -> ftp.setModified("x", Instant.EPOCH)),
            entry("NOOP", ftp -> ftp.command("NOOP")),
            entry("QUIT", FtpClient::quit));

    static Stream<String> verbs() {
        return Stream.of(
                "PWD", "CWD", "SIZE", "SIZE ", "MDTM", "MLST", "MKD", "RMD", "DELE", "RNFR", "RNTO", "PASV", "EPSV",
                "LIST", "MLSD", "NLST", "RETR", "STOR", "SITE", "MFMT", "NOOP", "QUIT", "USER", "FEAT", "OPTS", "TYPE");
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void anyReplyIsAValueOrAnFtpException(String verb) {
        var random = new Random(verb.hashCode());
        var greeted = new AtomicInteger();
        for (int i = 0; i < ROUNDS; i++) {
            var reply = reply(random, verb);
            var bytes = reply.getBytes(random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
            boolean hangsUp = random.nextBoolean() || !isWhole(reply);
            answerOnce(verb.strip(), bytes, hangsUp);
            // On a busy machine the greeting may be too late.
            assertValueOrFtpException("greeting", () -> {
                try (var ftp = connect(limited(HASTE))) {
                    greeted.incrementAndGet();
                    call(ftp, verb, reply);
                }
            });
        }
        assertThat(greeted).hasValueGreaterThan(ROUNDS / 2);
    }

    private void call(FtpClient ftp, String verb, String reply) {
        assertValueOrFtpException(verb + " answered " + reply, () -> {
            ftp.login("test", "potato");
            var call = calls.get(verb);
            if (call != null) {
                call.on(ftp);
            }
        });
        if (!verb.equals("QUIT")) {
            assertValueOrFtpException("PWD after " + verb + " answered " + reply, ftp::pwd);
        }
    }

    private void answerOnce(String verb, byte[] reply, boolean hangsUp) {
        server.on("EPSV", (talk, argument) -> talk.offerExtendedData())
                .on(
                        "PASV",
                        verb.equals("EPSV") ? (talk, argument) -> talk.say("500 no") : (talk, a) -> talk.offerData())
                .on("PWD", "257 \"/\" is the current directory")
                .on("FEAT", "211-Features:\r\n UTF8\r\n MLST type*;size*;\r\n211 End")
                .on("RNFR", "350 go on");
        var first = new AtomicBoolean(true);
        server.on(verb, (talk, argument) -> {
            if (first.getAndSet(false)) {
                talk.send(reply);
                if (hangsUp) {
                    talk.hangUp();
                }
            } else {
                talk.say(verb.equals("PWD") ? "257 \"/\"" : "250 fine");
            }
        });
    }

    /** {@return something of pieces, or a reply with such a text} */
    private static String reply(Random random, String verb) {
        var text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        if (random.nextInt(3) == 0) {
            var bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            text.append(new String(bytes, StandardCharsets.ISO_8859_1));
        }
        var codes = List.of("125", "150", "213", "226", "227", "229", "250", "257", "331", "350", "421", "450", "550");
        var code = codes.get(random.nextInt(codes.size()));
        return switch (random.nextInt(3)) {
            case 0 -> text.toString();
            case 1 -> code + "-" + text + "\r\n" + code + " end of " + verb + "\r\n";
            default -> code + " " + text.toString().replaceAll("[\r\n]", "") + "\r\n";
        };
    }

    /** {@return whether the client knows that it need not wait for more} */
    private static boolean isWhole(String reply) {
        return reply.matches("(?s)[2-5].*\r\n") && Character.isDigit(reply.charAt(1));
    }

    private static void assertValueOrFtpException(String what, ThrowingCallable call) {
        var thrown = catchThrowable(call);
        if (thrown != null) {
            assertThat(thrown).as(what).isInstanceOf(FtpException.class);
        }
    }
}
