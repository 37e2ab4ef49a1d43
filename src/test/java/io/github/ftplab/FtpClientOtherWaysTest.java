package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import REPL.Cell;
import io.github.ftplab.testing.Promptly;
import io.github.ftplab.testing.ShortLimit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that lack a command, or use a code or an order of their own: another way is tried, and the session is in step. */
class FtpClientOtherWaysTest extends FtpClientFixture {

    private static final String UNIX =
            "-rw-r--r-- 1 a b 6 Mar  5  2025 a.txt\r\ndrwxr-xr-x 2 a b 6 Mar  5  2025 pub\r\n";
    private static final String MLST = "211-Features:\r\n MLST type*;size*;\r\n MDTM\r\n MFMT\r\n211 End";

    private void listing(String text) {
        server.on("LIST", (talk, argument) -> talk.sendData(text));
    }

    private static List<String> entries(FtpClient ftp) {
        var names = new ArrayList<String>();
        ftp.list("pub", file -> names.add(file.name()));
        return names;
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 what?", "501 not so", "502 not here", "504 not with that"})
    void whatIsNotSupportedIsNotMissing(String unsupported) {
        server.on("SIZE", unsupported).on("MDTM", unsupported).on("CWD", "550 no directory");
        listing(UNIX);
        var ftp = login();
        assertThat(ftp.exists("a.txt")).isTrue();
        assertThat(ftp.exists("nope")).isFalse();
        assertThat(ftp.stat("a.txt").size()).hasValue(6);
        assertThat(ftp.size("a.txt")).isEqualTo(6);
        assertThat(refused(() -> ftp.stat("nope")).code()).isEqualTo(550);
        assertThat(refused(() -> ftp.modified("a.txt")).command()).isEqualTo("MDTM");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void fileIsNotMissingIfTheListingWasNotUnderstood() {
        server.on("SIZE", "502 not here").on("MDTM", "502 not here").on("CWD", "550 no directory");
        listing(UNIX + "-rw-r--r-- what is this\r\n");
        var ftp = login();
        assertThat(ftp.exists("a.txt")).isTrue();
        assertThat(refused(() -> ftp.exists("nope")).code()).isEqualTo(502);
    }

    @ParameterizedTest
    @ValueSource(strings = {"450", "550", "553"})
    void whatIsMissingIsMissingByOneListOfCodes(String code) throws IOException {
        var reply = code + " not there";
        server.on("SIZE", reply)
                .on("MDTM", reply)
                .on("CWD", reply)
                .on("STOR", (talk, argument) -> talk.takeData())
                .on("MKD", "257 made");
        var ftp = login();
        assertThat(ftp.exists("nope")).isFalse();
        var file = Files.writeString(directory.resolve("a"), "a");
        assertThat(ftp.upload(file, "nope", TransferOption.SKIP_EXISTING).outcome())
                .isEqualTo(Transfer.Outcome.WHOLE);
        assertThat(ftp.upload(file, "nope", TransferOption.REFUSE_EXISTING).outcome())
                .isEqualTo(Transfer.Outcome.WHOLE);
        assertThat(ftp.mkdirs("nope")).containsExactly("nope");
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSE_EXISTING", "SKIP_EXISTING"})
    void fileThatIsBusyIsNotMissing(TransferOption option) throws IOException {
        server.on("SIZE", "450 a.txt: another upload is running; try again later")
                .on("STOR", (talk, argument) -> talk.takeData());
        var file = Files.writeString(directory.resolve("a"), "a");
        var ftp = login();
        assertThat(refused(() -> ftp.upload(file, "a.txt", option)).code()).isEqualTo(450);
        assertThat(server.commands()).noneMatch(line -> line.startsWith("STOR"));
        server.on("SIZE", "450 open busy: no such file");
        assertThat(ftp.upload(file, "busy", option).outcome()).isEqualTo(Transfer.Outcome.WHOLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 what?", "502 not here", "504 not so"})
    void existingFileIsKeptWhereSizesAreNotTold(String unsupported) throws IOException {
        server.on("SIZE", unsupported).on("CWD", "550 no").on("MDTM", "213 20250305211807");
        var ftp = login();
        var file = Files.writeString(directory.resolve("a"), "a");
        assertThat(ftp.upload(file, "a.txt", TransferOption.SKIP_EXISTING).outcome())
                .isEqualTo(Transfer.Outcome.SKIPPED);
    }

    @ParameterizedTest
    @CsvSource({"500,1", "502,1", "504,1", "501,4"})
    void mlsdThatIsNotSupportedIsListAndThatIsKept(String code, int asked) {
        server.on("FEAT", MLST)
                .on("MLSD", code + " no")
                .on("MLST", code + " no")
                .on("OPTS", "501 no");
        server.on("CWD", (talk, argument) -> talk.say(argument.startsWith("a") ? "550 no" : "250 fine"));
        server.on("SIZE", "213 6").on("MDTM", "213 20250305211807");
        listing(UNIX);
        var ftp = login();
        assertThat(ftp.list()).extracting(RemoteFile::name).containsExactly("a.txt", "pub");
        assertThat(ftp.list("pub")).extracting(RemoteFile::name).containsExactly("a.txt", "pub");
        assertThat(ftp.walk("pub", 1)).extracting(RemoteFile::path).containsExactly("pub/a.txt", "pub/pub");
        var names = new ArrayList<String>();
        assertThat(ftp.list("pub", file -> names.add(file.name())).isWhole()).isTrue();
        assertThat(names).containsExactly("a.txt", "pub");
        assertThat(ftp.stat("a.txt").type()).isEqualTo(RemoteFile.Type.FILE);
        assertThat(ftp.stat("pub").isDirectory()).isTrue();
        assertThat(server.commands().stream().filter(line -> line.startsWith("MLSD")))
                .hasSize(asked);
    }

    @Test
    void mirrorWorksWithoutMdtmAndMlsd() throws IOException {
        server.on("FEAT", MLST).on("MLSD", "500 no").on("MDTM", "502 no").on("OPTS", "501 no");
        server.on("SIZE", "213 6").on("RETR", (talk, argument) -> talk.sendData("hello\n"));
        listing("-rw-r--r-- 1 a b 6 Mar  5  2025 a.txt\r\n");
        var ftp = login();
        var options = DirectoryOptions.DEFAULT;
        assertThat(ftp.mirrorDown("pub", directory, options).orThrow().files()).isEqualTo(1);
        assertThat(directory.resolve("a.txt")).hasContent("hello\n");
        assertThat(ftp.mirrorDown("pub", directory, options).orThrow().files()).isZero();
        assertThat(server.commands().stream().filter(line -> line.startsWith("MLSD")))
                .hasSize(1);
    }

    @Test
    void directoryOfWhichASizeIsToldIsADirectory() {
        server.on("SIZE", "213 4096").on("MDTM", "213 20250305211807").on("CWD", "250 fine");
        assertThat(login().stat("pub").isDirectory()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"450 No files found", "550 No files found.", "550 The directory is empty"})
    void refusedListingOfADirectoryThatIsThereIsEmpty(String reply) {
        server.on("LIST", reply).on("NLST", reply).on("CWD", "250 fine");
        var ftp = login();
        assertThat(ftp.dir()).isEmpty();
        assertThat(ftp.dir("pub").truncated()).isEmpty();
        assertThat(ftp.nlst("pub")).isEmpty();
        assertThat(entries(ftp)).isEmpty();
        server.on("CWD", "550 no");
        assertThat(refused(() -> ftp.dir("nope")).command()).isEqualTo("LIST");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"550 Permission denied", "550 No files found or access denied", "550 No such file", "450 busy"})
    void refusedListingThatMayHaveFilesIsAnError(String reply) {
        server.on("LIST", reply).on("CWD", "250 fine");
        var ftp = login();
        assertThat(refused(() -> ftp.dir("pub")).reply()).hasToString(reply);
        assertThat(refused(ftp::dir).reply()).hasToString(reply);
    }

    @Test
    void namesAreListedWherePathsAreRequired() {
        server.on("NLST", (talk, argument) -> {
            if (argument.isEmpty()) {
                talk.say("500 with a path, please");
            } else {
                talk.sendData("a\r\nb\r\n");
            }
        });
        assertThat(login().nlst()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "150 FILE: x            | x",
                "150 FILE: x y.         | x y",
                "150 Ok (unique file name:x).  | x",
                "150 Ok (unique file name: x(1)). | x(1)",
                "150 7c9e6679-7425          | 7c9e6679-7425",
                "150 OK                     | (a name that the server did not tell)",
                "150                        | (a name that the server did not tell)",
            })
    void uniqueNameIsToldInManyForms(String reply, String name) throws IOException {
        server.on("SIZE", (talk, argument) -> talk.say(argument.startsWith("7") ? "213 1" : "550 no"));
        server.on("STOU", (talk, argument) -> {
            if (argument.isEmpty()) {
                talk.say("501 a name, please");
                return;
            }
            talk.say(reply);
            talk.openData().getInputStream().readAllBytes();
            talk.say("226 done");
        });
        var ftp = login();
        assertThat(ftp.uploadUnique(Files.writeString(directory.resolve("a"), "a"))
                        .remote())
                .isEqualTo(name);
        assertThat(server.commands()).contains("STOU a");
    }

    @Test
    void quitWithoutAReplyEndsTheSession() {
        server.on("QUIT", (talk, argument) -> talk.hangUp());
        var ftp = login();
        assertThat(ftp.quit().code()).isEqualTo(221);
        assertThat(ftp.isConnected()).isFalse();
        thrown(ftp::pwd, IllegalStateException.class);
    }

    @Test
    void directoryIsDeletedWhoseParentIsNotListed() {
        server.on("LIST", (talk, argument) -> {
                    if (argument.isEmpty()) {
                        talk.say("550 not for you");
                    } else {
                        talk.sendData("");
                    }
                })
                .on("CWD", "250 fine")
                .on("DELE", "550 that is a directory")
                .on("RMD", "250 gone");
        assertThat(login().deleteDirectory("x").orThrow().deleted()).containsExactly("x");
        assertThat(server.commands()).containsSubsequence("DELE x", "RMD x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 Permission denied", "550 Delete operation failed.", "450 busy"})
    void whatMayBeALinkIsNotEmptiedIfItCannotBeDeleted(String refusal) {
        server.on("LIST", (talk, argument) -> {
                    if (argument.isEmpty()) {
                        talk.say("550 not for you");
                    } else {
                        talk.sendData("-rw-r--r-- 1 u g 6 Mar 05 2025 a.txt\r\n");
                    }
                })
                .on("CWD", "250 fine")
                .on("DELE", refusal)
                .on("RMD", "250 gone");
        var result = login().deleteDirectory("x");
        assertThat(result.deleted()).isEmpty();
        assertThat(result.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.error())
                        .isInstanceOf(FtpException.Refused.class)
                        .hasMessageContaining(refusal.substring(4)));
        assertThat(server.commands()).contains("DELE x").doesNotContain("DELE x/a.txt", "RMD x");
    }

    @Test
    void linkIsDeletedWhoseParentIsNotListed() {
        server.on("LIST", "550 not for you").on("CWD", "250 fine").on("DELE", "250 gone");
        assertThat(login().deleteDirectory("x").orThrow().deleted()).containsExactly("x");
        assertThat(server.commands()).noneMatch(line -> line.startsWith("RMD"));
    }

    @Test
    void refusalThatComesWhileDataStandStillEndsTheWaitAtOnce() throws IOException {
        server.on("STOR", (talk, argument) -> {
            talk.say("150 here");
            talk.openData();
            talk.say("450 the dog ate it");
        });
        var ftp = login();
        var large = Files.write(directory.resolve("large"), new byte[30_000_000]);
        long began = System.nanoTime();
        assertThat(refused(() -> ftp.upload(large, "x")).code()).isEqualTo(450);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Promptly.AT_MOST);
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "500 what?", "530 not now", "200 fine", "250 fine"})
    void noopDoesNotFailATransferThatIsComplete(String reply) {
        server.on("RETR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                data.getOutputStream().write(1);
                assertThat(talk.hear()).isEqualTo("NOOP");
                data.getOutputStream().write(2);
            }
            talk.say("226 done");
            if (!reply.isEmpty()) {
                talk.say(reply);
            }
        });
        ShortLimit.from(Duration.ofMillis(100), limit -> {
            var ftp = connect(patient().keepAlive(limit)).login("test", "potato");
            assertThat(ftp.download("a", directory).bytes()).isEqualTo(2);
            assertThat(ftp.pwd()).isEqualTo("/");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "426 broken off|226 aborted",
                "226 aborted",
                "225 aborted",
                "502 not here",
                "500-what?\r\n500 that"
            })
    void sessionIsInStepHoweverAborIsAnswered(String replies) throws IOException {
        server.on("RETR", (talk, argument) -> talk.beginData().getOutputStream().write(new byte[100]))
                .on("ABOR", (talk, argument) -> {
                    for (var reply : replies.split("\\|", -1)) {
                        talk.say(reply);
                    }
                });
        var ftp = login();
        try (var in = ftp.read("a")) {
            assertThat(in.read()).isZero();
        }
        assertThat(ftp.pwd()).isEqualTo("/");
        assertThat(ftp.command("NOOP").code()).isEqualTo(200);
    }

    @Test
    void sessionIsInStepWhereABrokenTransferEndsWithAPreliminaryReply() throws IOException {
        server.on("RETR", (talk, argument) -> {
            var data = talk.beginData();
            data.getOutputStream().write(new byte[100]);
            waitForEnd(data);
            talk.say("150 0.171 seconds (measured here), 23.39 Mbytes per second");
        });
        var ftp = login();
        for (int i = 0; i < 2; i++) {
            try (var in = ftp.read("a")) {
                assertThat(in.read()).isZero();
            }
            assertThat(ftp.pwd()).isEqualTo("/");
        }
        assertThat(server.commands()).doesNotContain("ABOR");
    }

    @Test
    void interruptAgainstAServerThatStallsEndsWithinASecondAndSaysThatTheSessionIsClosed() throws Exception {
        var begun = new CountDownLatch(1);
        server.on("RETR", (talk, argument) -> {
            talk.beginData();
            begun.countDown();
            talk.hear();
        });
        var ftp = login();
        var failure = new AtomicReference<Throwable>();
        var executor = Executors.newSingleThreadExecutor();
        try {
            var call = executor.submit(() -> failure.set(catchThrowable(() -> ftp.download("a", directory))));
            begun.await();
            long began = System.nanoTime();
            executor.shutdownNow();
            call.get(30, TimeUnit.SECONDS);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Promptly.within(Duration.ofMillis(1_300)));
        } finally {
            executor.shutdownNow();
        }
        assertThat(failure.get())
                .isInstanceOf(FtpException.Connection.class)
                .hasMessageContainingAll("it was interrupted", "the session was closed as well");
    }

    @Test
    void callThatWaitsForAnotherOneSaysSoInACellAndWhenItIsInterrupted() throws Exception {
        var begun = new CountDownLatch(1);
        var waits = new CountDownLatch(1);
        server.on("CWD", (talk, argument) -> {
            begun.countDown();
            talk.hear();
        });
        var ftp = login();
        var executor = Executors.newSingleThreadExecutor();
        var failure = new AtomicReference<Throwable>();
        var call = executor.submit(() -> ftp.cd("x"));
        var before = System.out;
        var printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            begun.await();
            var waiting = new Thread(() -> {
                waits.countDown();
                failure.set(catchThrowable(() -> Cell.run(ftp::pwd)));
            });
            waiting.start();
            waits.await();
            await().until(() -> printed.size() > 0);
            waiting.interrupt();
            waiting.join();
        } finally {
            System.setOut(before);
            ftp.close();
            executor.shutdownNow();
        }
        assertThat(catchThrowable(call::get)).hasMessageContaining("closed by close()");
        assertThat(failure.get())
                .isInstanceOf(FtpException.Connection.class)
                .hasMessageContaining("to change to x")
                .hasMessageMatching("(?s).*interrupted before anything was sent in [\\d.]+ (s|min).*");
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .startsWith("waiting to ask for the current directory: another thread uses the session to change to x;")
                .containsOnlyOnce(System.lineSeparator());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RETR", "DELE", "CWD"})
    void nameInAnotherEncodingHasAHint(String verb) {
        server.on(verb, "550 no such thing");
        server.on("NLST", (talk, argument) -> {
            try (var data = talk.beginData()) {
                data.getOutputStream().write("gr\u00fcn\r\n".getBytes(StandardCharsets.ISO_8859_1));
            }
            talk.say("226 done");
        });
        var ftp = login();
        var name = ftp.nlst().get(0);
        Runnable call = switch (verb) {
            case "RETR" -> () -> ftp.readText(name);
            case "DELE" -> () -> ftp.delete(name);
            default -> () -> ftp.cd(name);
        };
        assertThat(refused(call)).hasMessageContainingAll("encoding(", "ISO_8859_1");
        server.on("CWD", "550 no").on("SIZE", "550 no");
        assertThat(refused(() -> ftp.exists(name))).hasMessageContainingAll("encoding(", "ISO_8859_1");
    }

    @Test
    void portOfPasvIsUsedWhereEpsvIsUnknownAndTheOtherWayRound() {
        server.on("PASV", "550 no").on("EPSV", (talk, argument) -> talk.offerExtendedData());
        server.on("NLST", (talk, argument) -> talk.sendData("a\r\n"));
        var ftp = login();
        assertThat(ftp.nlst()).containsExactly("a");
        server.on("EPSV", "500 what?").on("PASV", (talk, argument) -> talk.offerData());
        assertThat(ftp.nlst()).containsExactly("a");
    }
}
