package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.ftplab.testing.FakeServer;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A download is resumed if its part is the beginning of the file on the server, and never mixes two files. */
@Timeout(120)
@WithServer
class DownloadResumeTest {

    private static final int SIZE = 300_000;
    private static final int CUT = 100_000;
    private static final int OVERLAP = 16 << 10;
    private static final byte[] CONTENT = random(2, SIZE);

    @TempDir
    Path directory;

    @Given
    FakeServer server;

    private volatile byte[] content = CONTENT;
    private volatile String time = "20240101000000";
    private volatile boolean cut;
    private volatile Runnable afterCut = () -> {};
    private int offset;

    @BeforeEach
    void script() {
        server.on("FEAT", "211-Features:\r\n SIZE\r\n MDTM\r\n REST STREAM\r\n211 End")
                .on("SIZE", (talk, argument) -> talk.say("213 " + content.length))
                .on("MDTM", (talk, argument) -> talk.say("213 " + time))
                .on("REST", (talk, argument) -> {
                    offset = Integer.parseInt(argument);
                    talk.say("350 go on");
                })
                .on("RETR", (talk, argument) -> retrieve(talk));
    }

    @Test
    void lineThatBreaksWhenTheTimeIsAskedIsNoFailure() throws IOException {
        var isWhole = new AtomicBoolean();
        var isBroken = new AtomicBoolean();
        server.on("RETR", (talk, argument) -> {
                    retrieve(talk);
                    isWhole.set(true);
                })
                .on("MDTM", (talk, argument) -> {
                    if (isWhole.get() && !isBroken.getAndSet(true)) {
                        talk.hangUp();
                    } else {
                        talk.say("213 " + time);
                    }
                });
        var target = directory.resolve("down");
        try (var ftp = persistent()) {
            ftp.download("x", target, TransferOption.KEEP_TIME);
        }
        assertThat(isBroken).isTrue();
        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(Files.getLastModifiedTime(target).toInstant()).isEqualTo("2024-01-01T00:00:00Z");
    }

    private void retrieve(FakeServer.Talk talk) throws IOException {
        int from = offset;
        offset = 0;
        boolean cutting = cut;
        cut = false;
        try (var data = talk.beginData()) {
            data.getOutputStream().write(content, from, cutting ? CUT - from : content.length - from);
        } catch (IOException e) {
            // the client has seen enough
        }
        if (cutting) {
            afterCut.run();
            talk.say("426 broken");
        } else {
            talk.say("226 done");
        }
    }

    private static byte[] random(int seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private FtpClient connect(FtpClientBuilder builder) {
        return builder.replyTimeout(Duration.ofSeconds(60))
                .dataTimeout(Duration.ofSeconds(60))
                .connect("127.0.0.1", server.port())
                .login("test", "potato");
    }

    private FtpClient persistent() {
        return connect(FtpClient.builder().retry(3, Duration.ofMillis(1)));
    }

    /** What happens to the file on the server while the connection is down. */
    enum Change {
        NONE,
        OTHER_CONTENT,
        OTHER_CONTENT_LATER,
        HEAD_LATER,
        LONGER,
        SHORTER,
        SHORTER_THAN_WHAT_CAME,
        EMPTY;

        byte[] content() {
            var head = CONTENT.clone();
            head[0] ^= 1;
            return switch (this) {
                case NONE -> CONTENT;
                case OTHER_CONTENT, OTHER_CONTENT_LATER -> random(3, SIZE);
                case HEAD_LATER -> head;
                case LONGER -> random(4, SIZE + 1);
                case SHORTER -> random(5, SIZE - 1);
                case SHORTER_THAN_WHAT_CAME -> random(6, CUT / 2);
                case EMPTY -> new byte[0];
            };
        }

        boolean isLater() {
            return this == OTHER_CONTENT_LATER || this == HEAD_LATER;
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterABreakAllIsOfOneFile(Change change) {
        cut = true;
        afterCut = () -> {
            content = change.content();
            time = change.isLater() ? "20240101000001" : time;
        };
        var target = directory.resolve("a");
        try (var ftp = persistent()) {
            ftp.download("a", target);
        }
        assertThat(target).hasBinaryContent(change.content());
        if (change == Change.NONE) {
            assertThat(server.commands()).contains("REST " + (CUT - OVERLAP));
        }
    }

    static Stream<Arguments> resumes() {
        return Stream.of(true, false)
                .flatMap(ours -> Stream.of(true, false)
                        .flatMap(digest -> Stream.of(Change.values())
                                .filter(change -> digest || change != Change.HEAD_LATER)
                                .map(change -> Arguments.of(ours, digest, change))));
    }

    @ParameterizedTest
    @MethodSource("resumes")
    void resumingGoesOnWithABeginningOnly(boolean ours, boolean digest, Change change) throws IOException {
        content = change.content();
        var target = directory.resolve("a");
        Files.write(ours ? directory.resolve(".a.part") : target, Arrays.copyOf(CONTENT, CUT));
        if (digest) {
            server.on("FEAT", "211-Features:\r\n XMD5\r\n211 End").on("XMD5", (talk, argument) -> {
                assertThat(argument).isEqualTo("\"a\" 0 " + CUT);
                talk.say(content.length < CUT ? "501 no such part" : "250 " + md5(Arrays.copyOf(content, CUT)));
            });
        }
        try (var ftp = connect(FtpClient.builder())) {
            var transfer = ftp.download("a", target, TransferOption.RESUME);
            assertThat(transfer.offset()).isEqualTo(change == Change.NONE ? CUT : 0);
            assertThat(transfer.bytes()).isEqualTo(content.length - transfer.offset());
        }
        assertThat(target).hasBinaryContent(content);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(target);
        }
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** All bytes of the file are equal, so only sizes can reveal the mistake, not a comparison of contents. */
    @ParameterizedTest
    @EnumSource
    void serverThatIgnoresWhereToGoOnIsNoticed(Sizes sizes) throws IOException {
        content = new byte[sizes.there];
        Files.write(directory.resolve(".a.part"), new byte[sizes.here]);
        server.on("REST", "350 go on");
        if (!sizes.told) {
            server.on("SIZE", "502 not here");
            content = random(7, sizes.there);
            Files.write(directory.resolve(".a.part"), Arrays.copyOf(content, sizes.here));
        }
        try (var ftp = connect(FtpClient.builder())) {
            ftp.download("a", directory.resolve("a"), TransferOption.RESUME);
        }
        assertThat(directory.resolve("a")).hasBinaryContent(content);
    }

    enum Sizes {
        TINY(5, 12, true),
        LARGE(CUT, SIZE, true),
        ALL(SIZE, SIZE, true),
        UNTOLD(CUT, SIZE, false),
        TINY_UNTOLD(5, 12, false);

        private final int here;
        private final int there;
        private final boolean told;

        Sizes(int here, int there, boolean told) {
            this.here = here;
            this.there = there;
            this.told = told;
        }
    }

    @Test
    void logThatGrowsWhileItIsResumedIsNoError() throws IOException {
        Files.write(directory.resolve(".a.part"), Arrays.copyOf(CONTENT, CUT));
        server.on("RETR", (talk, argument) -> {
            content = Arrays.copyOf(CONTENT, SIZE + 10);
            retrieve(talk);
        });
        try (var ftp = connect(FtpClient.builder())) {
            assertThat(ftp.download("a", directory.resolve("a"), TransferOption.RESUME)
                            .offset())
                    .isEqualTo(CUT);
        }
        assertThat(directory.resolve("a")).hasBinaryContent(content);
    }

    @Test
    void resumedDownloadThatIsNotTheSameInTheEndIsDoneFromTheStart() throws IOException {
        var kept = Arrays.copyOf(CONTENT, CUT);
        kept[0] ^= 1;
        Files.write(directory.resolve(".a.part"), kept);
        server.on("FEAT", "211-Features:\r\n MD5\r\n211 End").on("MD5", "251 a " + md5(CONTENT));
        try (var ftp = connect(FtpClient.builder())) {
            ftp.download("a", directory.resolve("a"), TransferOption.RESUME, TransferOption.VERIFY);
        }
        assertThat(directory.resolve("a")).hasBinaryContent(CONTENT);
    }

    @Test
    void resumingSurvivesALineThatBreaksBeforeItsFirstByte() throws IOException {
        Files.write(directory.resolve(".a.part"), Arrays.copyOf(CONTENT, CUT));
        server.on("SIZE", (talk, argument) -> {
            server.on("SIZE", "213 " + SIZE);
            talk.hangUp();
        });
        try (var ftp = persistent()) {
            assertThat(ftp.download("a", directory.resolve("a"), TransferOption.RESUME)
                            .offset())
                    .isEqualTo(CUT);
        }
        assertThat(directory.resolve("a")).hasBinaryContent(CONTENT);
    }

    @Test
    void whatDoesNotFitIsNeverPutInPlace() throws IOException {
        var target = Files.writeString(directory.resolve("a"), "old");
        Files.write(directory.resolve(".a.part"), random(9, CUT));
        server.on("RETR", (talk, argument) -> {
            if (offset == 0) {
                talk.say("550 no longer");
            } else {
                retrieve(talk);
            }
        });
        try (var ftp = connect(FtpClient.builder())) {
            assertThat(catchThrowable(() -> ftp.download("a", target, TransferOption.RESUME)))
                    .isInstanceOf(FtpException.Refused.class);
        }
        assertThat(target).hasContent("old");
    }
}
