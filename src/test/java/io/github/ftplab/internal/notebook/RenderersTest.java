package io.github.ftplab.internal.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.ftplab.DirectoryTransfer;
import io.github.ftplab.Fault;
import io.github.ftplab.FtpException;
import io.github.ftplab.FtpServer;
import io.github.ftplab.Listings;
import io.github.ftplab.Permission;
import io.github.ftplab.Plot;
import io.github.ftplab.RemoteFile;
import io.github.ftplab.Reply;
import io.github.ftplab.ServerLog;
import io.github.ftplab.ServerUser;
import io.github.ftplab.Transcript;
import io.github.ftplab.Transfer;
import io.github.ftplab.TransferProgress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RenderersTest {

    private static final Instant TIME = Instant.parse("2026-03-05T15:43:42Z");
    private static final String HOSTILE =
            "<script>alert(1)</script>\" onmouseover='x' \u202Egpj.exe\nMKD \u001B[31mred";

    @Test
    void listingIsATableThatCanBeSorted() {
        var html = html(Listings.of(
                Listings.file("b.txt", 1_500_000), Listings.directory("pub"), Listings.link("latest", "b.txt")));

        assertThat(html)
                .contains("<caption>1 file, 1 directory, 1 other <small>1.5 MB</small></caption>")
                .contains("<thead onclick=\"", "title=\"Sort by size\">Size</button>")
                .contains("aria-label=\"directory\"></span><bdi>pub</bdi>/</th>")
                .contains("<bdi>latest</bdi> → <bdi>b.txt</bdi>")
                .contains("data-v=\"1500000\"><span title=\"1,500,000 bytes\">1.5 MB</span>")
                .doesNotContain("<script");
    }

    @Test
    void severalAreCountedInThePlural() {
        var html = html(Listings.of(
                Listings.file("a", 1), Listings.file("b", 1), Listings.directory("c"), Listings.directory("d")));

        assertThat(html).contains("<caption>2 files, 2 directories <small>2 bytes</small></caption>");
    }

    @Test
    void columnsOfWhichNothingIsKnownAreLeftOut() {
        var file = Listings.file("a", 1);
        var bare = RemoteFile.builder("a").size(1).build();

        assertThat(html(Listings.of(file))).contains(">Mode<", ">Owner<");
        assertThat(html(Listings.of(bare))).contains(">Size<").doesNotContain(">Mode<", ">Owner<", ">Changed<");
    }

    @Test
    void emptyDirectorySaysSo() {
        assertThat(html(Listings.of())).contains("(empty directory)");
    }

    /**
     * The limits are those that the project promises; the time is this thread's CPU time, whatever else the machine
     * does.
     */
    @Test
    void hundredThousandFilesTakeLessThanASecondAndAMegabyte() {
        var listing = Listings.of(IntStream.range(0, 100_000)
                .mapToObj(i -> Listings.file("file-%06d.bin".formatted(i), i))
                .toList());
        var clock = ManagementFactory.getThreadMXBean();
        long began = clock.getCurrentThreadCpuTime();

        var looks = Renderers.of(listing);

        assertThat(clock.getCurrentThreadCpuTime() - began).isLessThan(1_000_000_000L);
        int letters = looks.values().stream()
                .mapToInt(look -> look.toString().length())
                .sum();
        assertThat(letters).isLessThan(1_000_000);
        assertThat(looks.get(Renderers.HTML))
                .asString()
                .contains("100,000 files", "<bdi>file-000000.bin</bdi>", "… and 99,000 more");
        assertThat(looks.get(Renderers.TEXT)).asString().endsWith("… and 99000 more");
    }

    @Test
    void serverIsACardWithItsUsersAndTheirLetters() {
        try (var server = FtpServer.builder()
                        .port(0)
                        .user("test", "potato", FtpServer.inMemory(), "elr")
                        .start();
                var ftp = server.connect("test", "potato")) {
            assertThat(html(server))
                    .contains("ftp://127.0.0.1:" + server.port() + "/", ">running<")
                    .contains("<caption>Who may do what</caption>", "<caption>Sessions</caption>")
                    .contains("<b title=\"may retrieve files\" aria-label=\"may retrieve files\">r</b>")
                    .contains("<s title=\"may not store files\" aria-label=\"may not store files\">w</s>")
                    .doesNotContain("potato");
            assertThat(html(server.users())).contains("Who may do what");
            assertThat(html(server.sessions())).contains("<bdi>test</bdi>");
            assertThat(html(FtpServer.running())).contains("<caption>Servers</caption>");
            server.stop();
            assertThat(html(server)).contains(">stopped<");
        }
    }

    @Test
    void streamThatWasShownGivesWayToTheNextCall() throws IOException {
        try (var server = FtpServer.builder()
                        .port(0)
                        .user("test", "potato", FtpServer.inMemory(), "elradfmwM")
                        .start();
                var ftp = server.connect("test", "potato")) {
            ftp.writeText("a.txt", "hello");
            var in = ftp.read("a.txt");
            assertThatIllegalStateException().isThrownBy(ftp::pwd).withMessageContaining("read a.txt is still open");
            assertThat(html(in)).contains("an open stream to read a.txt", "close()", "readText(…)");
            assertThat(ftp.readText("a.txt")).isEqualTo("hello");
            assertThatIOException().isThrownBy(in::read).withMessageContaining("closed");
            var out = ftp.write("a.txt");
            assertThat(html(out)).contains("an open stream to write a.txt", "writeText(…)");
            assertThat(ftp.readText("a.txt")).as("what was there").isEqualTo("hello");
            out.close();
        }
    }

    @Test
    void singleValuesAndOptionalOnesHaveALook() {
        var file = Listings.file("a.txt", 6);

        assertThat(html(file)).contains("<bdi>a.txt</bdi>");
        assertThat(html(file.size())).contains("<p>6</p>");
        assertThat(html(file.owner())).contains("<p>");
        assertThat(html(file.target())).contains("(not known)");
        assertThat(html(Optional.of(file))).contains("<bdi>a.txt</bdi>");
        assertThat(html(ServerUser.of("test", Path.of("x"), Permission.ALL))).contains("<bdi>test</bdi>");
        assertThat(html(ServerLog.Entry.of(TIME, ServerLog.Level.INFO, "usual")))
                .contains("usual");
    }

    @Test
    void serverLogHasLevelsAndAFilter() {
        var log = ServerLog.of(List.of(
                ServerLog.Entry.of(TIME, ServerLog.Level.INFO, "usual"),
                ServerLog.Entry.of(TIME, ServerLog.Level.INFO, "127.0.0.1:5-[test] MKD /x 550 'lacks the letter m'"),
                ServerLog.Entry.of(TIME, ServerLog.Level.WARNING, "look here")));

        assertThat(html(log))
                .contains(
                        "<tr class=\"INFO usual\">", "<tr class=\"INFO\">", "<tr class=\"WARNING\">", ">look here</td>")
                .contains("<input type=\"checkbox\" class=\"quiet\"> only warnings and refusals (2)")
                .contains("<input type=\"search\"");
        assertThat(html(log.filter(entry -> entry.text().equals("usual")))).doesNotContain("checkbox");
    }

    @Test
    void replyShowsHowItWent() {
        assertThat(html(Reply.of(221, List.of("Goodbye.")))).contains("<strong class=\"good\">221</strong> Goodbye.");
        assertThat(html(Reply.of(550, List.of("no", "such file"))))
                .contains("<strong class=\"bad\">550</strong> no<br>such file");
    }

    @Test
    void failureIsReadable() {
        var failure =
                new FtpException.Refused("cannot delete <a>: refused", "DELE", "<a>", Reply.of(550, List.of("no")));

        assertThat(html(failure))
                .contains("role=\"alert\"", "FtpException.Refused", "cannot delete &lt;a&gt;: refused");
    }

    @Test
    void listsOfOtherThingsAreLeftAlone() {
        assertThat(Renderers.of(List.of(1, 2))).containsOnlyKeys(Renderers.TEXT);
        assertThat(Renderers.of(List.of())).containsOnlyKeys(Renderers.TEXT);
        assertThat(Renderers.of("text")).containsOnlyKeys(Renderers.TEXT);
    }

    @Test
    void directoryShowsTotalsThenFailuresThenFiles() {
        var html = html(directory("a.txt", false));

        assertThat(html)
                .containsSubsequence(
                        "<strong>1 file moved</strong> <small>6 bytes · 61 ms · 4 sessions</small>",
                        "<span class=\"bad\">1 failed</span>",
                        "<bdi>a.txt</bdi></th><td class=\"long\">refused: a.txt</td>",
                        "<caption>1 transfer <small>6 bytes</small></caption>",
                        "<caption>1 deleted</caption>",
                        "<caption>1 left out: neither files nor directories</caption>");
        assertThat(html(directory("a.txt", true))).contains("1 file would be moved", "1 would be deleted");
    }

    @Test
    void directoryOfManyFilesShowsTheFirstOnes() {
        var many = DirectoryTransfer.builder()
                .transfers(Collections.nCopies(1_234, transfer("a")))
                .build();

        assertThat(html(many)).contains("1,234 files moved", "… and 234 more").doesNotContain("failed", "sessions");
    }

    static Stream<Object> hostileValues() {
        return Stream.of(
                Listings.of(Listings.link(HOSTILE, HOSTILE)),
                List.of(Listings.directory(HOSTILE)),
                transfer(HOSTILE),
                List.of(transfer(HOSTILE)),
                directory(HOSTILE, false),
                Reply.of(550, List.of(HOSTILE, HOSTILE)),
                Transcript.of(
                        TIME,
                        List.of(Transcript.Sent.of(TIME, HOSTILE), Transcript.Received.of(TIME, "550 " + HOSTILE)),
                        0),
                Transcript.of(TIME, List.of(Transcript.Sent.of(TIME, HOSTILE)), 0)
                        .diagram(),
                Transcript.of(TIME, List.of(Fault.Injected.of(TIME, HOSTILE)), 0),
                Transcript.of(TIME, List.of(Fault.Injected.of(TIME, HOSTILE)), 0)
                        .diagram(),
                transfer(HOSTILE).plot(),
                ServerLog.of(List.of(ServerLog.Entry.of(TIME, ServerLog.Level.ERROR, HOSTILE))),
                List.of(ServerUser.of(HOSTILE, Path.of("x"), Permission.ALL)),
                new FtpException.LocalFile(HOSTILE, null));
    }

    @ParameterizedTest
    @MethodSource("hostileValues")
    void whatComesFromTheNetworkIsNothingButText(Object value) {
        var body = html(value).substring(html(value).indexOf("</style>"));

        assertThat(body)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onmouseover=&#39;x&#39; ")
                .contains("⟨U+202E⟩gpj.exe", "␛[31mred")
                .doesNotContain("<script", "\u202E", "\u001B", "' onmouseover", "\" onmouseover");
    }

    @Test
    void lineEndInANameIsSeen() {
        assertThat(html(Listings.of(Listings.file("x\r\nMKD y", 1)))).contains("x␍␊MKD y");
    }

    @Test
    void namesInAnyScriptStayAsTheyAre() {
        assertThat(Html.text("Grüße 文件 ملف 👩‍👩‍👧")).isEqualTo("Grüße 文件 ملف 👩‍👩‍👧");
    }

    @Test
    void whatWasInjectedIsANoteOfTheDiagramAndARowOfTheTranscript() {
        var talk = Transcript.of(
                TIME,
                List.of(
                        Transcript.Sent.of(TIME, "RETR a"),
                        Fault.Injected.of(TIME, "reply(\"<450>\")"),
                        Transcript.Received.of(TIME, "450 busy")),
                0);

        assertThat(html(talk.diagram())).contains("<small>injected: reply(&quot;&lt;450&gt;&quot;)</small>");
        assertThat(html(talk)).contains("injected</td>");
    }

    @Test
    void diagramIsATableWithTheConnectionsSideBySide() {
        var html = html(Transcript.of(
                        TIME,
                        List.of(
                                Transcript.Sent.of(TIME, "AUTH TLS"),
                                Transcript.Received.of(TIME, "234 go on"),
                                Transcript.Opened.of(TIME, Transcript.Mode.PASSIVE, address(1), address(2)),
                                Transcript.Sent.of(TIME, "RETR a&b")),
                        7)
                .diagram());

        assertThat(html)
                .containsSubsequence(
                        "<p><strong>Session</strong> <small>4 steps, 7 earlier left out</small></p>",
                        ">Control connection<",
                        ">Data connections<",
                        "<tr><td><div class=\"to\">AUTH TLS <i></i>▶</div></td><td></td></tr>",
                        "<tr><td><div class=\"from\">◀<i></i> 234 go on</div></td><td></td></tr>",
                        "<tr><td></td><td class=\"data\"><div class=\"to\">opens a data connection (passive) to port 2",
                        "<small>from here on through TLS</small>",
                        "RETR a&amp;b");
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Test
    void longReplyIsOneLineThatOpens() {
        var html = html(Transcript.of(
                TIME,
                List.of(
                        Transcript.Received.of(TIME, "211-Features:\n UTF8\n211 End"),
                        Transcript.Sent.of(TIME, "NOOP")),
                5));

        assertThat(html)
                .contains("<p><strong>Transcript</strong> <small>2 entries, 5 earlier left out</small></p>")
                .contains(
                        "<details><summary>211-Features: … (3 lines)</summary>211-Features:<br> UTF8<br>211 End</details>")
                .contains("<div class=\"mono newest\"><div><table aria-label=\"Transcript\">");
    }

    @Test
    void plotHasALineForEachFileAndTheSameAsBarsForWhereItCannotBeDrawn() {
        var samples = List.of(
                Transfer.Sample.of(Duration.ZERO, 0),
                Transfer.Sample.of(Duration.ofSeconds(1), 1_000_000),
                Transfer.Sample.of(Duration.ofSeconds(2), 3_000_000));
        var transfer = Transfer.builder(Transfer.Direction.DOWNLOAD, "a.bin")
                .bytes(3_000_000)
                .duration(Duration.ofSeconds(2))
                .samples(samples)
                .build();
        var html = html(Plot.of(List.of(transfer, transfer)));

        assertThat(html)
                .contains(
                        "<polyline points=\"120.0,80.0 360.0,1.0\" ",
                        "up to 2 MB/s, a line for each 500 KB/s",
                        "over 2 s")
                .contains("<polyline points=\"0,80.0 480,80.0\" ", "stroke-dasharray=\"6 4\"")
                .contains("<span title=\"after 500 ms: 1 MB/s\">▅</span><span title=\"after 1.5 s: 2 MB/s\">█</span>")
                .contains("<bdi>a.bin (2)</bdi>", "1.5 MB/s");
        assertThat(html.replaceAll("(?s).*?<svg[^>]*>(.*?)</svg>.*", "$1"))
                .as("no text, which an untrusted notebook would leave")
                .matches("(<polyline[^>]*/>){6}");
        var nothing = Transfer.builder(Transfer.Direction.DOWNLOAD, "b").build();
        assertThat(html(Plot.of(List.of(nothing)))).contains("b 0 bytes/s").doesNotContain("<svg");
    }

    /** What is typical of a session; a reply needs no table, and so hardly any style. */
    @Test
    void styleIsLessThanATenthOfWhatIsShown() {
        var entries = IntStream.range(0, 50)
                .boxed()
                .flatMap(i -> Stream.of(
                        Transcript.Sent.of(TIME, "RETR file-" + i),
                        Transcript.Received.of(TIME, "226 Transfer complete.")))
                .map(Transcript.Entry.class::cast)
                .toList();
        var transcript = Transcript.of(TIME, entries, 0);
        var log = ServerLog.of(IntStream.range(0, 100)
                .mapToObj(i -> ServerLog.Entry.of(TIME, ServerLog.Level.INFO, "127.0.0.1:5-[test] RETR /file-" + i))
                .toList());
        var listing = Listings.of(IntStream.range(0, 100)
                .mapToObj(i -> Listings.file("file-%06d.bin".formatted(i), i))
                .toList());

        assertThat(List.of(transcript, transcript.diagram(), log, listing, Collections.nCopies(100, transfer("a"))))
                .allSatisfy(value ->
                        assertThat(style(value) * 10).isLessThan(html(value).length()));
        assertThat(List.of(Reply.of(221, List.of("Goodbye.")), transfer("a")))
                .allSatisfy(value -> assertThat(style(value)).isLessThan(400));
    }

    @Test
    void styleHasWhatAnOutputNeedsAndNothingElse() {
        assertThat(html(Reply.of(221, List.of("Goodbye."))))
                .startsWith("<style>.ftplab.ftplab{")
                .containsPattern("\\.good\\{color:color-mix\\([^{]*}")
                .doesNotContain("table", ".kind", "button");
        assertThat(html(Listings.of(Listings.file("a", 1))))
                .contains("table{", "th,td{", ".kind::before{", ".FILE{", "th[aria-sort=ascending] button::after{")
                .doesNotContain(".DIRECTORY", ".talk", ".plot", "input");
        assertThat(html(List.of(ServerUser.of("test", Path.of("x"), Permission.ALL))))
                .doesNotContain("button", "aria-sort=");
    }

    private static int style(Object value) {
        return html(value).indexOf("</style>");
    }

    @Test
    void progressIsABarWithSpeedAndTimeLeft() {
        var progress = TransferProgress.builder(Transfer.Direction.DOWNLOAD, HOSTILE)
                .bytes(12_000_000)
                .total(60_000_000)
                .elapsed(Duration.ofSeconds(3))
                .build();

        assertThat(html(progress))
                .contains("max=\"60000000\" value=\"12000000\"", "12 MB of 60 MB, 4 MB/s, 12 s left", "&lt;script&gt;");
        assertThat(ProgressRenderer.line(progress))
                .contains("█████░░░░░░░░░░░░░░░░░░░ 12 MB of 60 MB, 4 MB/s, 12 s left")
                .doesNotContain("\u001B")
                .hasSize(79);
        assertThat(ProgressRenderer.overwriting(progress, false, false))
                .isEqualTo("\r" + ProgressRenderer.line(progress));
        assertThat(ProgressRenderer.overwriting(progress, true, true))
                .startsWith("\r\u001B[?7l\u001B[K")
                .endsWith("#####................... 12 MB of 60 MB, 4 MB/s, 12 s left\u001B[?7h")
                .matches("[\r\u001B -~]*");
    }

    @Test
    void lookThatFailsLeavesTheText() {
        var broken = RemoteFile.builder("a").modified(Instant.MAX).build();

        assertThat(Renderers.of(List.of(broken))).containsKey(Renderers.TEXT);
    }

    static Transfer transfer(String name) {
        return Transfer.builder(Transfer.Direction.DOWNLOAD, name)
                .local(Path.of("here.txt"))
                .bytes(6)
                .duration(Duration.ofMillis(3))
                .samples(List.of(Transfer.Sample.of(Duration.ZERO, 0), Transfer.Sample.of(Duration.ofMillis(3), 6)))
                .build();
    }

    static DirectoryTransfer directory(String name, boolean dryRun) {
        var failure = DirectoryTransfer.Failure.of(name, new FtpException.LocalFile("refused: " + name, null));
        return DirectoryTransfer.builder()
                .transfers(List.of(transfer(name)))
                .failures(List.of(failure))
                .deleted(List.of(name))
                .leftOut(List.of(name))
                .sessions(4)
                .duration(Duration.ofMillis(61))
                .dryRun(dryRun)
                .build();
    }

    private static String html(Object value) {
        return String.valueOf(Renderers.of(value).get(Renderers.HTML));
    }
}
