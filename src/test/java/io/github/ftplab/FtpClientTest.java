package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ftplab.testing.Alone;
import io.github.ftplab.testing.FakeServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client does with servers that answer oddly, late, wrongly or not at all. */
@Timeout(60)
class FtpClientTest {

    private static final FtpClientBuilder SHORT = FtpClient.builder()
            .connectTimeout(Duration.ofSeconds(2))
            .replyTimeout(Duration.ofMillis(600))
            .dataTimeout(Duration.ofMillis(600));

    @TempDir
    Path directory;

    private final FakeServer server = new FakeServer();
    private final List<FtpClient> clients = new ArrayList<>();

    @AfterEach
    void nothingIsLeftOpen() {
        clients.forEach(FtpClient::close);
        server.close();
    }

    private FtpClient connect() {
        var ftp = SHORT.connect("127.0.0.1", server.port());
        clients.add(ftp);
        return ftp;
    }

    private FtpClient login() {
        return connect().login("test", "potato");
    }

    private static FtpException.Refused refused(Runnable call) {
        return (FtpException.Refused) thrown(call, FtpException.Refused.class);
    }

    private static Throwable thrown(Runnable call, Class<? extends Throwable> type) {
        var caught = catchThrowable(call::run);
        assertThat(caught).isInstanceOf(type);
        return caught;
    }

    // Connecting and logging in

    @Test
    void closedPortSaysThatNothingListensThere() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThatExceptionOfType(FtpException.Connection.class)
                .isThrownBy(() -> FtpClient.connect("127.0.0.1", port))
                .withMessageContainingAll(
                        "cannot connect to 127.0.0.1:" + port,
                        "nothing is listening there",
                        "check that the server is running");
    }

    @Test
    void unknownHostSaysToCheckItsSpelling() {
        assertThatExceptionOfType(FtpException.Connection.class)
                .isThrownBy(() -> FtpClient.connect("no-such-host.invalid"))
                .withMessageContainingAll("cannot connect to no-such-host.invalid:21", "spelled");
    }

    @Test
    void hostIsNoAddressOfAPage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FtpClient.connect("ftp://example.org"))
                .withMessageContaining("not a host");
        assertThatIllegalArgumentException().isThrownBy(() -> FtpClient.connect("localhost", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> FtpClient.connect("localhost", 65_536));
    }

    @Test
    void silentServerIsGivenUpInTime() {
        server.greeting("");
        assertThatExceptionOfType(FtpException.Connection.class)
                .isThrownBy(this::connect)
                .withMessageContaining("no greeting within 600 ms");
        await().until(() -> server.openSockets() == 0);
    }

    @Test
    void whatIsNoFtpServerIsSaidToBeNone() {
        server.greeting("HTTP/1.1 400 Bad Request\r\n\r\n");
        assertThatExceptionOfType(FtpException.Protocol.class)
                .isThrownBy(this::connect)
                .withMessageContainingAll("does not speak FTP", "HTTP/1.1 400");
    }

    @Test
    void fullServerRefusesWithItsOwnWords() {
        server.greeting("421 Too many users\r\n");
        var e = refused(this::connect);
        assertThat(e.code()).isEqualTo(421);
        assertThat(e).hasMessageContaining("\"421 Too many users\"").hasMessageContaining("try again later");
    }

    @Test
    void greetingMayBeAnnouncedAndOfSeveralLines() {
        server.greeting("120 in a moment\r\n220-hello\r\n 2 lines\r\n220 ready\r\n");
        assertThat(connect()).hasToString("FtpClient 127.0.0.1:" + server.port() + " (not logged in)");
    }

    @Test
    void loginAnswersTheClientAndShowsWhoIsLoggedIn() {
        assertThat(login()).hasToString("FtpClient test@127.0.0.1:" + server.port());
        assertThat(server.commands()).containsExactly("USER test", "PASS potato", "FEAT", "OPTS UTF8 ON", "TYPE I");
    }

    @Test
    void anonymousNeedsNoPassword() {
        server.on("USER", "230 come in");
        assertThat(connect().anonymous()).hasToString("FtpClient anonymous@127.0.0.1:" + server.port());
        assertThat(server.commands()).contains("USER anonymous").noneMatch(line -> line.startsWith("PASS"));
    }

    @Test
    void accountIsGivenWhereTheServerAsksForIt() {
        server.greeting("220 Who are you?\r\n").on("PASS", "332 Which account?").on("ACCT", "230 welcome");
        try (var ftp = FtpClient.connect("127.0.0.1", server.port())) {
            assertThat(ftp.welcome()).isEqualTo(new Reply(220, List.of("Who are you?")));
            assertThat(refused(() -> ftp.login("test", "potato")).getMessage())
                    .contains("332", "login(user, password, account)");
            assertThat(ftp.login("test", "potato", "physics").pwd()).isEqualTo("/");
            assertThat(server.commands()).contains("ACCT physics");
            assertThat(ftp.transcript().toString()).contains("> ACCT ****").doesNotContain("physics");
        }
    }

    @Test
    void wrongPasswordIsRefusedWith530AndNeverShown() {
        server.on("PASS", "530 Login incorrect.");
        var ftp = connect();
        var e = refused(() -> ftp.login("test", "s3cret"));
        assertThat(e.code()).isEqualTo(530);
        assertThat(e.command()).isEqualTo("PASS");
        assertThat(e)
                .hasMessageContainingAll(
                        "cannot log in as test", "\"530 Login incorrect.\"", "check user name and password")
                .hasMessageNotContaining("s3cret");
        assertThat(ftp.toString()).contains("not logged in");
    }

    @Test
    void passwordWithALineBreakIsRefusedWithoutShowingIt() {
        var ftp = connect();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ftp.login("test", "s3c\nret"))
                .withMessageContaining("line break")
                .withMessageNotContaining("s3c");
        assertThat(server.commands()).isEmpty();
    }

    @Test
    void serverWithoutFeatIsTakenAsItIs() {
        server.on("FEAT", "500 what?");
        login();
        assertThat(server.commands()).containsExactly("USER test", "PASS potato", "FEAT", "TYPE I");
    }

    @Test
    void callBeforeLoginSaysToLogInFirst() {
        server.on("CWD", "530 Please login");
        assertThat(refused(() -> connect().cd("pub"))).hasMessageContaining("log in first");
    }

    // Names

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nDELE b", "a\nb", "a\rb", "a\0b", ""})
    void nameThatIsNotOneLineIsNeverSent(String name) throws IOException {
        var ftp = login();
        var file = Files.writeString(directory.resolve("a.txt"), "a");
        int before = server.commands().size();
        for (Runnable call : List.<Runnable>of(
                () -> ftp.dir(name),
                () -> ftp.nlst(name),
                () -> ftp.cd(name),
                () -> ftp.download(name, directory),
                () -> ftp.download(name, directory.resolve("x")),
                () -> ftp.upload(file, name),
                () -> ftp.delete(name),
                () -> ftp.rename(name, "b"),
                () -> ftp.rename("b", name),
                () -> ftp.mkdir(name),
                () -> ftp.rmdir(name),
                () -> ftp.size(name),
                () -> ftp.modified(name),
                () -> ftp.login(name, "x"))) {
            assertThatIllegalArgumentException().isThrownBy(call::run);
        }
        assertThat(server.commands()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pub/", "..", "a/..", "a/.", "."})
    void downloadIntoADirectoryNeedsAName(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> login().download(name, directory))
                .withMessageContaining("does not end in a name");
    }

    @Test
    void namesAreUtf8() {
        server.on("CWD", "250 Здравствуйте");
        assertThat(login().cd("päth/日本")).hasToString("250 Здравствуйте");
        assertThat(server.commands()).contains("CWD päth/日本");
    }

    @Test
    void nameThatLooksLikeAnOptionIsNoneForTheServer() {
        server.on("LIST", (talk, argument) -> talk.sendData("-rw-r--r-- 1 a b 1 Jan  1 2020 x\r\n"));
        login().dir("-la");
        assertThat(server.commands()).contains("LIST ./-la");
    }

    // Simple commands

    @Test
    void eachCommandAnswersTheServersReply() {
        server.on("CWD", "250 there")
                .on("MKD", "257 \"x\" made")
                .on("RMD", "250 gone")
                .on("DELE", "250 deleted")
                .on("RNFR", "350 and to?")
                .on("RNTO", "250 renamed");
        var ftp = login();
        assertThat(ftp.cd("x")).hasToString("250 there");
        assertThat(ftp.mkdir("x")).hasToString("257 \"x\" made");
        assertThat(ftp.rmdir("x")).hasToString("250 gone");
        assertThat(ftp.delete("x")).hasToString("250 deleted");
        assertThat(ftp.rename("x", "y")).hasToString("250 renamed");
        assertThat(ftp.quit()).hasToString("221 bye");
    }

    @Test
    void refusalHasCodeCommandPathAndAdvice() {
        server.on("DELE", "550 No.");
        var e = refused(() -> login().delete("a.txt"));
        assertThat(e.code()).isEqualTo(550);
        assertThat(e.command()).isEqualTo("DELE");
        assertThat(e.path()).contains("a.txt");
        assertThat(e)
                .hasMessageContainingAll(
                        "cannot delete a.txt", "\"550 No.\"", "no such file", "user test may not", "dir()");
    }

    @Test
    void renameThatIsRefusedHalfWaySendsNoMore() {
        server.on("RNFR", "550 No.");
        assertThat(refused(() -> login().rename("a", "b")).command()).isEqualTo("RNFR");
        assertThat(server.commands()).doesNotContain("RNTO b");
    }

    @Test
    void pwdReadsDoubledQuotationMarks() {
        server.on("PWD", "257 \"/a \"\"b\"\"\" is here");
        assertThat(login().pwd()).isEqualTo("/a \"b\"");
    }

    @Test
    void sizeAndTimeAreReadExactly() {
        server.on("SIZE", "213 12345678901").on("MDTM", "213 20260305211807.25");
        var ftp = login();
        assertThat(ftp.size("a")).isEqualTo(12_345_678_901L);
        assertThat(ftp.modified("a")).isEqualTo(Instant.parse("2026-03-05T21:18:07.25Z"));
    }

    @ParameterizedTest
    @CsvSource({"SIZE,213 many", "MDTM,213 yesterday", "PWD,257 here"})
    void answerThatMakesNoSenseIsAProtocolError(String verb, String reply) {
        server.on(verb, reply);
        var ftp = login();
        Runnable call =
                verb.equals("SIZE") ? () -> ftp.size("a") : verb.equals("PWD") ? ftp::pwd : () -> ftp.modified("a");
        thrown(call, FtpException.Protocol.class);
    }

    // Replies

    @Test
    void linesInAReplyMayBeginWithDigits() {
        server.on("CWD", "250-first\r\n 2 files\r\n250 is not the end\r\n251 neither\r\n250 end");
        server.on("CWD", "250-first\r\n200 files\r\n251 neither\r\n250-nor this\r\n250 end");
        assertThat(login().cd("x").lines()).containsExactly("first", "200 files", "251 neither", "nor this", "end");
    }

    @Test
    void replyMayEndInALineFeedAlone() {
        server.on("CWD", (talk, argument) -> talk.send("250-one\n250 two\n"));
        assertThat(login().cd("x").lines()).containsExactly("one", "two");
    }

    @Test
    void lateReplyEndsTheSessionSoThatItIsTakenForNoOther() {
        server.on("CWD", (talk, argument) -> {});
        var ftp = login();
        var e = (FtpException.Connection) thrown(() -> ftp.cd("x"), FtpException.Connection.class);
        assertThat(e).hasMessageContainingAll("cannot change to x", "no answer within 600 ms", "connect again");
        assertThat(thrown(ftp::pwd, FtpException.Connection.class))
                .hasMessageContainingAll("was lost earlier", "begin a new one");
        await().until(() -> server.openSockets() == 0);
    }

    @Test
    void replyInDribletsHasItsLimitToo() {
        server.on("CWD", (talk, argument) -> {
            while (true) {
                talk.send("2");
                pause(50);
            }
        });
        thrown(() -> login().cd("x"), FtpException.Connection.class);
    }

    @Test
    void endlessReplyIsRefused() {
        server.on("CWD", (talk, argument) -> {
            talk.say("250-so");
            while (true) {
                talk.send(" and so on".repeat(1000) + "\r\n");
            }
        });
        var ftp = FtpClient.connect("127.0.0.1", server.port()).login("test", "potato");
        clients.add(ftp);
        assertThat(thrown(() -> ftp.cd("x"), FtpException.Protocol.class)).hasMessageContaining("a reply of more than");
    }

    @Test
    void replyThatWasNotAskedForIsNotTakenForAnAnswer() {
        server.on("CWD", "250 one\r\n250 two");
        var ftp = login();
        ftp.cd("x");
        assertThat(thrown(() -> ftp.delete("important"), FtpException.Protocol.class))
                .hasMessageContainingAll("250 two", "without being asked");
        assertThat(server.commands()).doesNotContain("DELE important");
    }

    @Test
    void serverThatClosesTheIdleSessionIsQuoted() {
        server.on("CWD", (talk, argument) -> {
            talk.say("250 fine");
            talk.say("421 Idle for too long");
            talk.hangUp();
        });
        var ftp = login();
        ftp.cd("x");
        assertThat(thrown(ftp::pwd, FtpException.Connection.class))
                .hasMessageContainingAll("\"421 Idle for too long\"", "connect and log in again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "250 half a li", "250-first\r\n"})
    void brokenConnectionIsALostSession(String before) {
        server.on("CWD", (talk, argument) -> {
            talk.send(before);
            talk.hangUp();
        });
        var ftp = login();
        assertThat(thrown(() -> ftp.cd("x"), FtpException.Connection.class)).hasMessageContaining("was lost");
        thrown(ftp::pwd, FtpException.Connection.class);
        ftp.close();
    }

    // Listings

    @Test
    void listingIsShownAsItCameAndReadAsValues() {
        var text = """
                total 8
                -rw-r--r--   1 test     users           6 Mar  5  2025 example.txt
                drwxr-xr-x   2 test     users        4096 Mar  5  2025 two words
                lrwxrwxrwx   1 test     users           4 Mar  5  2025 latest -> x/y
                drwxr-xr-x   2 test     users        4096 Mar  5  2025 ..
                garbage
                """;
        server.on("LIST", (talk, argument) -> talk.sendData(text.replace("\n", "\r\n")));
        var listing = login().dir("pub");
        assertThat(listing.lines()).hasSize(6);
        assertThat(listing).hasToString(text.stripTrailing());
        assertThat(listing).extracting(RemoteFile::name).containsExactly("example.txt", "two words", "latest");
        var file = listing.files().get(0);
        assertThat(file.path()).isEqualTo("pub/example.txt");
        assertThat(file.size()).hasValue(6);
        assertThat(file.permissions()).hasValue("rw-r--r--");
        assertThat(file.owner()).hasValue("test");
        assertThat(file.group()).hasValue("users");
        assertThat(file.isFile()).isTrue();
        assertThat(listing.files().get(1).isDirectory()).isTrue();
        assertThat(listing.files().get(2).type()).isEqualTo(RemoteFile.Type.LINK);
        assertThat(listing.files().get(2).target()).hasValue("x/y");
    }

    @Test
    void listingOfWindowsIsRead() {
        var text = """
                03-05-25  09:18PM       <DIR>          pub
                03-05-25  09:18PM                    6 example.txt
                """;
        server.on("LIST", (talk, argument) -> talk.sendData(text));
        var files = login().dir().files();
        assertThat(files).extracting(RemoteFile::name).containsExactly("pub", "example.txt");
        assertThat(files.get(0).isDirectory()).isTrue();
        assertThat(files.get(1).size()).hasValue(6);
        assertThat(files.get(1).permissions()).isEmpty();
    }

    @Test
    void listingOfAnotherSystemIsReadAsItsNameSays() {
        server.on(
                "LIST",
                (talk, argument) -> talk.sendData("PEP              36 04/03/24 14:00:24 *STMF      a.txt\r\n"));
        server.on("SYST", "215 OS/400 is the remote operating system.");
        assertThat(login().dir().files()).extracting(RemoteFile::name).containsExactly("a.txt");
    }

    @Test
    void hostileNameInAListingStaysAName() {
        server.on(
                "LIST",
                (talk, argument) -> talk.sendData(
                        "-rw-r--r--   1 a b 6 Mar  5  2025 ../../etc/passwd\r\n-rw-r--r-- 1 a b 6 Mar  5  2025 /etc/shadow\r\n"));
        assertThat(login().dir().files()).extracting(RemoteFile::name).containsExactly("passwd", "shadow");
    }

    @Test
    void emptyDirectoryIsEmptyAndSaysSo() {
        server.on("LIST", (talk, argument) -> talk.sendData("")).on("NLST", (talk, argument) -> talk.sendData(""));
        var ftp = login();
        assertThat(ftp.dir().lines()).isEmpty();
        assertThat(ftp.dir()).hasToString("(empty directory)").isEmpty();
        assertThat(ftp.nlst()).isEmpty();
    }

    @Test
    void missingDirectoryIsAnErrorEvenWhereTheServerListsItAsEmpty() {
        server.on("LIST", (talk, argument) -> talk.sendData(""))
                .on("NLST", (talk, argument) -> talk.sendData(""))
                .on("CWD", "550 no");
        var ftp = login();
        assertThat(refused(() -> ftp.dir("nope")).code()).isEqualTo(550);
        assertThat(refused(() -> ftp.nlst("nope")).path()).contains("nope");
    }

    @Test
    void lookingWhetherADirectoryIsThereGoesBackToWhereItWas() {
        server.on("LIST", (talk, argument) -> talk.sendData(""))
                .on("CWD", "250 ok")
                .on("PWD", "257 \"/home/me\"");
        login().dir("empty");
        assertThat(server.commands()).endsWith("CWD empty", "CWD /home/me");
    }

    @Test
    void directoryThatMlstKnowsNeedsNoVisit() {
        server.on("FEAT", "211-Features:\r\n MLST size*;\r\n211 End")
                .on("MLST", "250-Listing\r\n type=dir; /empty\r\n250 End")
                .on("LIST", (talk, argument) -> talk.sendData(""));
        assertThat(login().dir("empty")).isEmpty();
        assertThat(server.commands()).contains("MLST empty").noneMatch(line -> line.startsWith("CWD"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 No files found", "450 No files found", "226 nothing"})
    void emptyNlstMayBeRefused(String reply) {
        server.on("NLST", reply)
                .on("LIST", (talk, argument) -> talk.sendData(""))
                .on("CWD", "250 ok");
        var ftp = login();
        assertThat(ftp.nlst()).isEmpty();
        assertThat(ftp.nlst("empty")).isEmpty();
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void nlstThatIsForbiddenIsAnError() {
        server.on("NLST", "550 no").on("LIST", "550 no");
        assertThat(refused(() -> login().nlst()).command()).isEqualTo("NLST");
    }

    // Data connections

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
        thrown(() -> login().dir(), FtpException.Protocol.class);
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
        assertThatThrownBy(() -> login().dir()).isInstanceOf(FtpException.class);
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
                // reset is as good
            }
            talk.say("426 broken");
        });
        var ftp = login();
        var target = directory.resolve("a");
        assertThat(thrown(() -> ftp.download("a", target), FtpException.Connection.class))
                .hasMessageContainingAll("stalled", "nothing moved on it for 600 ms");
        assertThat(directory).isEmptyDirectory();
        assertThat(ftp.pwd()).isEqualTo("/");
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
        var ftp = login();
        thrown(() -> ftp.download("a", directory.resolve("a")), FtpException.Connection.class);
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    // Downloads

    @Test
    void downloadTakesTheNameOrTheDirectory() throws IOException {
        server.on("RETR", (talk, argument) -> talk.sendData("hello\n"));
        var ftp = login();
        assertThat(ftp.download("pub/a.txt", directory).local()).hasValue(directory.resolve("a.txt"));
        var transfer = ftp.download("pub/a.txt", directory.resolve("new/b.txt"));
        assertThat(directory.resolve("a.txt")).hasContent("hello\n");
        assertThat(directory.resolve("new/b.txt")).hasContent("hello\n");
        assertThat(transfer.bytes()).isEqualTo(6);
        assertThat(transfer.direction()).isEqualTo(Transfer.Direction.DOWNLOAD);
        assertThat(transfer.toString()).matches("downloaded pub/a.txt → .*b.txt \\(6 bytes, [0-9.]+ m?s\\)");
        assertThat(names(directory)).containsExactlyInAnyOrder("a.txt", "new");
    }

    @Test
    void failedDownloadLeavesNothingAndAnOlderFileAsItWas() throws IOException {
        server.on("RETR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                data.getOutputStream().write(new byte[100_000]);
            }
            talk.say("451 disk broken");
        });
        var ftp = login();
        var old = Files.writeString(directory.resolve("a"), "old");
        var e = refused(() -> ftp.download("a", old));
        assertThat(e.code()).isEqualTo(451);
        assertThat(old).hasContent("old");
        assertThat(names(directory)).containsExactly("a");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void missingFileLeavesNothing() {
        server.on("RETR", "550 No such file");
        var ftp = login();
        assertThat(refused(() -> ftp.download("nope", directory.resolve("new/a")))
                        .path())
                .contains("nope");
        assertThat(directory).isEmptyDirectory();
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void connectionLostDuringADownloadLeavesNothing() {
        server.on("RETR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                data.getOutputStream().write(new byte[100_000]);
            }
            talk.hangUp();
        });
        var ftp = login();
        assertThat(thrown(() -> ftp.download("a", directory), FtpException.Connection.class))
                .hasMessageContainingAll("cannot download a", "was lost");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void downloadOntoAFileAsIfItWereADirectoryIsRefusedBeforeAnythingIsSent() throws IOException {
        var file = Files.writeString(directory.resolve("a"), "x");
        var ftp = login();
        assertThat(thrown(() -> ftp.download("b", file.resolve("c")), FtpException.LocalFile.class))
                .hasMessageContaining("is a file, so there can be none in it");
        Files.createDirectory(directory.resolve("b"));
        assertThat(thrown(() -> ftp.download("b", directory), FtpException.LocalFile.class))
                .hasMessageContaining("is a directory on this side");
        assertThat(server.commands()).noneMatch(line -> line.startsWith("RETR"));
    }

    @Test
    void directoryThatCannotBeWrittenIsNamed() throws IOException {
        var closed = Files.createDirectory(directory.resolve("closed"));
        assumeTrue(closed.toFile().setWritable(false) && !Files.isWritable(closed), "root may write everywhere");
        assertThat(thrown(() -> login().download("a", closed), FtpException.LocalFile.class))
                .hasMessageContainingAll("cannot download a", "closed", "can't be written to", "choose another one");
    }

    @Test
    void targetThatCannotBeWrittenEndsTheTransferAndTheSessionGoesOn() {
        var nowhere = Path.of("/proc/nowhere/a");
        assumeTrue(Files.isDirectory(Path.of("/proc")), "there is no /proc");
        server.on("RETR", (talk, argument) -> {
            waitForEnd(talk.beginData());
            talk.say("426 broken");
        });
        var ftp = login();
        assertThat(thrown(() -> ftp.download("a", nowhere), FtpException.LocalFile.class))
                .hasMessageContainingAll(
                        "cannot download a", "/proc/nowhere/a can't be written", "choose another place");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void deviceIsWrittenToAndNotReplaced() throws IOException {
        var device = Path.of("/dev/null");
        assumeTrue(Files.exists(device), "there is no /dev/null");
        server.on("RETR", (talk, argument) -> talk.sendData("hello"));
        assertThat(login().download("a", device).bytes()).isEqualTo(5);
        assertThat(Files.isRegularFile(device)).isFalse();
    }

    // Uploads

    @Test
    void uploadTakesTheNameOrTheDirectory() throws IOException {
        var received = new CopyOnWriteArrayList<byte[]>();
        server.on("STOR", (talk, argument) -> received.add(talk.takeData()));
        var ftp = login();
        var file = Files.write(directory.resolve("a.txt"), new byte[3_000_000]);
        assertThat(ftp.upload(file).remote()).isEqualTo("a.txt");
        assertThat(ftp.upload(file, "pub/").remote()).isEqualTo("pub/a.txt");
        assertThat(ftp.upload(file, "b.txt").toString()).contains("uploaded ", " → b.txt (3 MB, ", "/s)");
        await().until(() -> received.size() == 3);
        assertThat(received).allSatisfy(bytes -> assertThat(bytes).hasSize(3_000_000));
    }

    @Test
    void emptyFileIsMoved() throws IOException {
        server.on("STOR", (talk, argument) -> talk.takeData()).on("RETR", (talk, argument) -> talk.sendData(""));
        var ftp = login();
        assertThat(ftp.upload(Files.createFile(directory.resolve("empty"))).bytes())
                .isZero();
        assertThat(ftp.download("empty", directory.resolve("copy")).bytesPerSecond())
                .isZero();
        assertThat(directory.resolve("copy")).isEmptyFile();
    }

    @Test
    void missingLocalFileIsAnErrorBeforeAnythingIsSent() {
        var ftp = login();
        int before = server.commands().size();
        assertThat(thrown(() -> ftp.upload(directory.resolve("nope.txt")), FtpException.LocalFile.class))
                .hasMessageContainingAll("cannot upload", "nope.txt", "there is no such file", "nothing was sent");
        assertThat(thrown(() -> ftp.upload(directory), FtpException.LocalFile.class))
                .hasMessageContaining("it is a directory");
        assertThat(server.commands()).hasSize(before);
    }

    @Test
    void refusedUploadLeavesTheSessionInStep() throws IOException {
        server.on("STOR", "553 No.");
        var ftp = login();
        var file = Files.writeString(directory.resolve("a"), "x");
        assertThat(refused(() -> ftp.upload(file)).code()).isEqualTo(553);
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void uploadThatTheServerBreaksOffTellsItsReason() throws IOException {
        server.on("STOR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                data.setSoLinger(true, 0);
                assertThat(data.getInputStream().read()).isZero();
            }
            talk.say("552 quota exceeded");
        });
        var ftp = login();
        var file = Files.write(directory.resolve("a"), new byte[20_000_000]);
        var e = refused(() -> ftp.upload(file));
        assertThat(e.code()).isEqualTo(552);
        assertThat(e).hasMessageContaining("no room left");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void uploadThatNobodyReadsIsGivenUp() throws IOException {
        server.on("STOR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                assertThat(data.isConnected()).isTrue();
                talk.hear();
                talk.say("426 broken off");
                talk.say("226 aborted");
            }
        });
        var ftp = login();
        var file = Files.write(directory.resolve("a"), new byte[50_000_000]);
        assertThat(thrown(() -> ftp.upload(file), FtpException.Connection.class))
                .hasMessageContaining("stalled");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    // Ends

    @Test
    void afterQuitEachCallSaysSo() {
        var ftp = login();
        ftp.quit();
        assertThatIllegalStateException()
                .isThrownBy(ftp::dir)
                .withMessageContainingAll(
                        "cannot list the current directory", "was closed by quit()", "begin a new one");
        assertThatIllegalStateException().isThrownBy(ftp::quit);
        assertThat(ftp.toString()).endsWith("(closed)");
        ftp.close();
    }

    @Test
    void closeSaysGoodbyeOnce() {
        var ftp = login();
        ftp.close();
        ftp.close();
        assertThat(server.commands()).containsOnlyOnce("QUIT");
        assertThatIllegalStateException().isThrownBy(ftp::pwd).withMessageContaining("closed by close()");
        await().until(() -> server.openSockets() == 0);
    }

    @Alone
    @Test
    void closeDoesNotWaitForAServerThatHangs() {
        server.on("QUIT", (talk, argument) -> {});
        var ftp = login();
        long began = System.nanoTime();
        ftp.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void closeFromAnotherThreadEndsATransfer() throws Exception {
        var begun = new CountDownLatch(1);
        server.on("RETR", (talk, argument) -> {
            var data = talk.beginData();
            begun.countDown();
            waitForEnd(data);
        });
        var ftp = FtpClient.connect("127.0.0.1", server.port()).login("test", "potato");
        var download = CompletableFuture.supplyAsync(() -> ftp.download("a", directory));
        begun.await();
        ftp.close();
        assertThat(download)
                .failsWithin(Duration.ofSeconds(3))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(FtpException.Connection.class)
                .withMessageContaining("closed by close() meanwhile");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void interruptionEndsATransferAndLeavesTheSessionUsable() throws Exception {
        var begun = new CountDownLatch(1);
        server.on("RETR", (talk, argument) -> {
            var data = talk.beginData();
            begun.countDown();
            waitForEnd(data);
            talk.say("426 broken");
        });
        var ftp = FtpClient.connect("127.0.0.1", server.port()).login("test", "potato");
        clients.add(ftp);
        var executor = Executors.newSingleThreadExecutor();
        try {
            Future<?> download = executor.submit(() -> ftp.download("a", directory));
            begun.await();
            executor.shutdownNow();
            assertThatThrownBy(() -> download.get(3, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(FtpException.Connection.class)
                    .hasMessageContaining("interrupted");
        } finally {
            executor.shutdownNow();
        }
        assertThat(ftp.pwd()).isEqualTo("/");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void threadsTakeTurnsAndGetTheirOwnReplies() throws Exception {
        server.on("CWD", (talk, argument) -> talk.say("250 " + argument));
        server.on("RETR", (talk, argument) -> talk.sendData(argument.repeat(100)));
        var ftp = login();
        var executor = Executors.newFixedThreadPool(8);
        try {
            var all = new ArrayList<Future<?>>();
            for (int i = 0; i < 200; i++) {
                var name = "n" + i;
                all.add(executor.submit(() -> assertThat(ftp.cd(name)).hasToString("250 " + name)));
                all.add(executor.submit(() -> assertThat(ftp.download(name, directory.resolve(name))
                                .local()
                                .orElseThrow())
                        .hasContent(name.repeat(100))));
            }
            for (var one : all) {
                one.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void waitForEnd(Socket data) {
        try {
            data.getInputStream().readAllBytes();
        } catch (IOException e) {
            // reset is an end too
        }
    }

    private static void pause(long millis) {
        await().pollDelay(Duration.ofMillis(millis)).until(() -> true);
    }
}
