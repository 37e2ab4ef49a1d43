package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ftplab.testing.FakeServer;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.WithServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An upload is resumed if the server has the beginning of its file, and only then. */
@Timeout(120)
@WithServer
class UploadResumeTest {

    private static final int SIZE = 900_000;
    private static final int SAMPLE = 64 << 10;
    private static final byte[] CONTENT = random(2, SIZE);

    /** Where a server writes the replacement of a file. */
    enum Writing {
        IN_PLACE,
        BESIDE
    }

    /** How a client can find out what a server has. */
    enum Proof {
        DIGEST,
        READING,
        NONE
    }

    /** What the server has before the upload. */
    enum Old {
        NOTHING,
        EMPTY,
        LONGER,
        EQUALLY_LONG,
        SHORTER,
        SHORT,
        BEGINNING,
        SHORT_BEGINNING;

        byte @Nullable [] content() {
            return switch (this) {
                case NOTHING -> null;
                case EMPTY -> new byte[0];
                case LONGER -> random(3, SIZE + 100_000);
                case EQUALLY_LONG -> random(4, SIZE);
                case SHORTER -> random(5, 400_000);
                case SHORT -> random(6, 1_000);
                case BEGINNING -> Arrays.copyOf(CONTENT, 400_000);
                case SHORT_BEGINNING -> Arrays.copyOf(CONTENT, 1_000);
            };
        }
    }

    @TempDir
    Path directory;

    @Given
    FakeServer server;

    private Path file = Path.of("");
    private Writing writing = Writing.IN_PLACE;
    private volatile byte @Nullable [] stored;
    private volatile byte @Nullable [] afterCut;
    private volatile int cut = -1;
    private final AtomicLong received = new AtomicLong();
    private int offset;

    @BeforeEach
    void script() throws IOException {
        file = Files.write(directory.resolve("file"), CONTENT);
        server.on("SIZE", (talk, argument) -> talk.say(stored == null ? "550 no such file" : "213 " + stored().length))
                .on("REST", (talk, argument) -> {
                    offset = Integer.parseInt(argument);
                    talk.say("350 go on");
                })
                .on("STOR", (talk, argument) -> store(talk))
                .on("RETR", "550 not for you");
    }

    private byte[] stored() {
        var content = stored;
        return content == null ? new byte[0] : content;
    }

    private int takeOffset() {
        int from = offset;
        offset = 0;
        return from;
    }

    private void store(FakeServer.Talk talk) throws IOException {
        int from = takeOffset();
        boolean beside = writing == Writing.BESIDE && from == 0 && stored().length > 0;
        var whole = new ByteArrayOutputStream();
        whole.write(stored(), 0, from);
        int most = cut;
        cut = -1;
        try (var data = talk.beginData()) {
            var bytes = most < 0
                    ? data.getInputStream().readAllBytes()
                    : data.getInputStream().readNBytes(most);
            received.addAndGet(bytes.length);
            whole.write(bytes);
            if (most < 0 || !beside) {
                stored = whole.toByteArray();
            }
            if (most >= 0) {
                afterCut = stored;
                data.setSoLinger(true, 0);
                talk.hangUp();
                return;
            }
        }
        talk.say("226 done");
    }

    private void offer(Proof proof) {
        server.on(
                "FEAT",
                "211-Features:\r\n SIZE\r\n REST STREAM\r\n" + (proof == Proof.DIGEST ? " XSHA256\r\n" : "")
                        + "211 End");
        if (proof == Proof.DIGEST) {
            server.on("XSHA256", (talk, argument) -> talk.say("250 " + sha256(stored())));
        }
        if (proof == Proof.READING) {
            server.on("RETR", (talk, argument) -> {
                int from = takeOffset();
                try (var data = talk.beginData()) {
                    data.getOutputStream().write(stored(), from, stored().length - from);
                } catch (IOException e) {
                    // the client has seen enough
                }
                talk.say("226 done");
            });
        }
    }

    private static byte[] random(int seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
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

    private static boolean isBeginning(byte[] bytes) {
        return bytes.length > 0
                && bytes.length <= SIZE
                && Arrays.equals(bytes, 0, bytes.length, CONTENT, 0, bytes.length);
    }

    static Stream<Arguments> breaks() {
        return Stream.of(Writing.values())
                .flatMap(writing -> Stream.of(Proof.values())
                        .flatMap(proof -> Stream.of(Old.values())
                                .flatMap(old -> IntStream.of(0, 500, 300_000, 600_000, SIZE)
                                        .mapToObj(cut -> Arguments.of(writing, proof, old, cut)))));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void afterABreakTheFileIsTheNewOneWhateverWasThereBefore(Writing how, Proof proof, Old old, int at)
            throws IOException {
        writing = how;
        stored = old.content();
        int before = stored().length;
        cut = at;
        offer(proof);
        try (var ftp = persistent()) {
            assertThat(ftp.upload(file, "up").check()).isEqualTo(Transfer.Check.SIZE);
        }
        assertThat(stored()).isEqualTo(CONTENT);
        var left = afterCut == null ? new byte[0] : afterCut;
        boolean wasNew = old == Old.NOTHING || old == Old.EMPTY;
        boolean untouched = how == Writing.BESIDE && !wasNew;
        boolean goesOn = isBeginning(left)
                && switch (proof) {
                    case DIGEST -> true;
                    case READING -> left.length <= 256 << 10 || (!untouched && left.length != before);
                    case NONE -> wasNew;
                };
        assertThat(received.get()).isEqualTo(at + SIZE - (goesOn ? left.length : 0));
    }

    static Stream<Arguments> resumes() {
        return Stream.of(Proof.values())
                .flatMap(proof -> Stream.of(Old.values()).map(old -> Arguments.of(proof, old)));
    }

    @ParameterizedTest
    @MethodSource("resumes")
    void resumingGoesOnWithABeginningOnly(Proof proof, Old old) throws IOException {
        stored = old.content();
        offer(proof);
        int had = stored().length;
        boolean goesOn = isBeginning(stored()) && proof != Proof.NONE;
        try (var ftp = connect(FtpClient.builder())) {
            var transfer = ftp.upload(file, "up", TransferOption.RESUME);
            assertThat(transfer.outcome()).isEqualTo(goesOn ? Transfer.Outcome.RESUMED : Transfer.Outcome.WHOLE);
            assertThat(transfer.offset()).isEqualTo(goesOn ? had : 0);
            assertThat(stored()).isEqualTo(CONTENT);
            assertThat(received.get()).isEqualTo(transfer.bytes());
            assertThat(ftp.upload(file, "up", TransferOption.RESUME).outcome())
                    .isEqualTo(proof == Proof.NONE ? Transfer.Outcome.WHOLE : Transfer.Outcome.SKIPPED);
            assertThat(stored()).isEqualTo(CONTENT);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, SAMPLE - 1, (400_000 - SAMPLE) / 2, 200_000, 400_000 - SAMPLE, 399_999})
    void oneByteThatDiffersInASampleIsSeen(int place) throws IOException {
        var other = Arrays.copyOf(CONTENT, 400_000);
        other[place] ^= 1;
        stored = other;
        offer(Proof.READING);
        try (var ftp = connect(FtpClient.builder())) {
            assertThat(ftp.upload(file, "up", TransferOption.RESUME).outcome()).isEqualTo(Transfer.Outcome.WHOLE);
        }
        assertThat(stored()).isEqualTo(CONTENT);
    }

    /** How servers treat a resumed upload. */
    enum Manner {
        RESTART_REFUSED(true),
        STORE_REFUSED(true),
        STORE_REFUSED_FOR_NOW(true),
        RESTART_IGNORED(false),
        RESTART_WRITES_ZEROS(true),
        RESTART_WRITES_ZEROS_AND_APPEND_REFUSED(false),
        APPEND_ONLY(true),
        APPEND_REFUSED(false),
        APPEND_OVERWRITES(false);

        private final boolean appends;

        Manner(boolean appends) {
            this.appends = appends;
        }
    }

    @ParameterizedTest
    @EnumSource
    void resumingUsesWhatTheServerCanDo(Manner manner) throws IOException {
        stored = Arrays.copyOf(CONTENT, 1_000);
        offer(Proof.DIGEST);
        server.on("APPE", (talk, argument) -> {
            offset = manner == Manner.APPEND_OVERWRITES ? 0 : stored().length;
            store(talk);
        });
        switch (manner) {
            case RESTART_REFUSED -> server.on("REST", "502 not here");
            case STORE_REFUSED -> refuseRestartedStore("554 no");
            case STORE_REFUSED_FOR_NOW -> refuseRestartedStore("451 not permitted");
            case RESTART_IGNORED -> server.on("REST", "350 go on").on("APPE", "502 not here");
            case RESTART_WRITES_ZEROS -> writeZerosAtARestart();
            case RESTART_WRITES_ZEROS_AND_APPEND_REFUSED -> {
                writeZerosAtARestart();
                server.on("APPE", "502 not here");
            }
            case APPEND_ONLY -> server.on("FEAT", "211-Features:\r\n XSHA256\r\n211 End");
            case APPEND_REFUSED -> server.on("REST", "502 not here").on("APPE", "502 not here");
            case APPEND_OVERWRITES -> server.on("REST", "502 not here");
        }
        try (var ftp = connect(FtpClient.builder())) {
            assertThat(ftp.upload(file, "up", TransferOption.RESUME).outcome())
                    .isEqualTo(manner.appends ? Transfer.Outcome.RESUMED : Transfer.Outcome.WHOLE);
        }
        assertThat(stored()).isEqualTo(CONTENT);
    }

    /** Does not name REST among its features, and loses what is before the offset. */
    private void writeZerosAtARestart() {
        server.on("FEAT", "211-Features:\r\n XSHA256\r\n211 End").on("STOR", (talk, argument) -> {
            stored = new byte[offset];
            store(talk);
        });
    }

    /** Keeps the offset, like servers that clear it only after use. */
    private void refuseRestartedStore(String reply) {
        server.on("STOR", (talk, argument) -> {
                    if (offset > 0) {
                        talk.say(reply);
                    } else {
                        store(talk);
                    }
                })
                .on("APPE", (talk, argument) -> {
                    if (offset > 0) {
                        talk.say("450 REST is pending");
                    } else {
                        offset = stored().length;
                        store(talk);
                    }
                });
    }

    @Test
    void serverThatIgnoresWhereToGoOnAfterABreakGetsAllAgain() throws IOException {
        offer(Proof.DIGEST);
        server.on("REST", "350 go on");
        cut = 500_000;
        try (var ftp = persistent()) {
            ftp.upload(file, "up");
        }
        assertThat(stored()).isEqualTo(CONTENT);
        assertThat(server.commands()).contains("REST 500000");
    }

    @Test
    void fileThatChangesHereMeanwhileIsSentFromTheStart() throws IOException {
        offer(Proof.NONE);
        var changed = CONTENT.clone();
        changed[0] ^= 1;
        server.on("STOR", (talk, argument) -> {
            if (cut >= 0) {
                Files.write(file, Arrays.copyOf(changed, SIZE - 1));
            }
            store(talk);
        });
        cut = 500_000;
        try (var ftp = persistent()) {
            ftp.upload(file, "up");
        }
        assertThat(stored()).isEqualTo(Arrays.copyOf(changed, SIZE - 1));
    }

    @Test
    void serverThatHasNotNoticedTheBreakIsAskedAgain() throws IOException {
        offer(Proof.DIGEST);
        cut = 500_000;
        server.on("STOR", (talk, argument) -> {
            boolean busy = server.commands().stream()
                            .filter(line -> line.startsWith("STOR"))
                            .count()
                    == 2;
            if (busy) {
                talk.say("450 somebody writes to it");
            } else {
                store(talk);
            }
        });
        try (var ftp = persistent()) {
            ftp.upload(file, "up");
            assertThat(received.get()).isEqualTo(SIZE);
            assertThat(stored()).isEqualTo(CONTENT);
            server.on("STOR", "450 somebody writes to it");
            assertThatExceptionOfType(FtpException.Refused.class).isThrownBy(() -> ftp.upload(file, "up"));
            assertThat(server.commands())
                    .filteredOn(line -> line.startsWith("STOR"))
                    .hasSize(4);
        }
    }

    @Test
    void comparisonThatBreaksTheLineIsNotRepeated() throws IOException {
        offer(Proof.NONE);
        server.on("RETR", (talk, argument) -> talk.hangUp());
        stored = random(8, 500_000);
        cut = 400_000;
        try (var ftp = persistent()) {
            ftp.upload(file, "up");
        }
        assertThat(stored()).isEqualTo(CONTENT);
        assertThat(server.commands())
                .filteredOn(line -> line.startsWith("RETR"))
                .hasSize(1);
    }

    @Test
    void serverThatEndsTheSessionWhenReadingIsBrokenOffGetsAllInANewOne() throws IOException {
        stored = Arrays.copyOf(CONTENT, 600_000);
        offer(Proof.NONE);
        server.on("RETR", (talk, argument) -> {
            int from = takeOffset();
            try (var data = talk.beginData()) {
                data.getOutputStream().write(stored(), from, stored().length - from);
                if (from > 0) {
                    talk.say("226 done");
                } else {
                    talk.hangUp();
                }
            }
        });
        try (var ftp = connect(FtpClient.builder())) {
            assertThat(ftp.upload(file, "up", TransferOption.RESUME).outcome()).isEqualTo(Transfer.Outcome.WHOLE);
            assertThat(ftp.pwd()).isEqualTo("/");
        }
        assertThat(stored()).isEqualTo(CONTENT);
    }

    @Test
    void existingFileIsRefusedEvenIfTheLineBreaksWhileItIsAskedFor() {
        offer(Proof.NONE);
        stored = new byte[] {1};
        server.on("SIZE", (talk, argument) -> {
            server.on("SIZE", "213 1");
            talk.hangUp();
        });
        try (var ftp = persistent()) {
            assertThatExceptionOfType(FtpException.LocalFile.class)
                    .isThrownBy(() -> ftp.upload(file, "up", TransferOption.REFUSE_EXISTING))
                    .withMessageContaining("exists already");
        }
        assertThat(server.commands()).noneMatch(line -> line.startsWith("STOR"));
    }

    @Test
    void resumingVerifiesInTheEndAndSendsAllIfThatFails() throws IOException {
        var other = Arrays.copyOf(CONTENT, 400_000);
        other[100_000] ^= 1;
        stored = other;
        offer(Proof.READING);
        server.on("FEAT", "211-Features:\r\n SIZE\r\n REST STREAM\r\n XSHA256\r\n211 End")
                .on(
                        "XSHA256",
                        (talk, argument) -> talk.say(stored().length < SIZE ? "550 busy" : "250 " + sha256(stored())));
        try (var ftp = connect(FtpClient.builder())) {
            assertThat(ftp.upload(file, "up", TransferOption.RESUME, TransferOption.VERIFY)
                            .check())
                    .isEqualTo(Transfer.Check.DIGEST);
        }
        assertThat(stored()).isEqualTo(CONTENT);
        assertThat(server.commands()).contains("REST 400000");
    }

    @Test
    void uploadThatNeedsNoQuestionAsksNone() throws IOException {
        offer(Proof.DIGEST);
        var small = Files.write(directory.resolve("small"), Arrays.copyOf(CONTENT, 256 << 10));
        try (var ftp = connect(FtpClient.builder())) {
            ftp.upload(file, "up");
        }
        try (var ftp = persistent()) {
            ftp.upload(small, "up");
        }
        var each = server.commands().stream()
                .map(line -> line.split(" ", 2)[0])
                .filter(verb -> List.of("SIZE", "STOR", "XSHA256", "RETR").contains(verb))
                .toList();
        // The first SIZE finds out whether a large file, sent to a server on this machine, is its own target.
        assertThat(each).containsExactly("SIZE", "STOR", "SIZE", "STOR", "SIZE");
    }
}
