package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ftplab.testing.ConnectProxy;
import io.github.ftplab.testing.FileTree;
import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.servers.RealServer;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the client does, the same with every server. Each server is started once, and before each test its home contains
 * only {@code example.txt}.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("servers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
abstract class FtpClientContract {

    private static final byte[] LARGE = new byte[5_000_000];

    static {
        new Random(1).nextBytes(LARGE);
    }

    @Parameter
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    RealServer kind;

    @TempDir
    Path here;

    private @Nullable Peer started;
    private @Nullable FtpClient opened;
    Peer server;
    Path home;
    FtpClient ftp;

    /** {@return the certificate and the key of the server, if it is to require TLS} */
    Optional<Path> certificate() {
        return Optional.empty();
    }

    @BeforeParameterizedClassInvocation(injectArguments = false)
    void start(@TempDir Path ofUser, @TempDir Path files) throws IOException {
        started = kind.start(ofUser, files, certificate());
    }

    @AfterParameterizedClassInvocation(injectArguments = false)
    void stop() throws Exception {
        if (started != null) {
            started.close();
        }
    }

    /** Makes the owner of the home the owner of this file and its directories too, if that is another user. */
    private Path given(Path path) throws IOException {
        var owner = Files.getOwner(home);
        var each = home;
        for (var name : home.relativize(path)) {
            each = each.resolve(name);
            if (!Files.getOwner(each).equals(owner)) {
                Files.setOwner(each, owner);
            }
        }
        return path;
    }

    /** Reconnects after an aborted listing if the server would send the rest of it before anything else. */
    private void afterABrokenListing() {
        if (kind.finishesBrokenListings()) {
            ftp.reconnect();
        }
    }

    /** {@return the tests that do not pass with the server, each with the reason} */
    Map<String, String> unmet() {
        return kind.unmet();
    }

    @BeforeEach
    void login(TestInfo test) throws IOException {
        var unmet = unmet().get(test.getTestMethod().orElseThrow().getName());
        assumeTrue(unmet == null, () -> kind + ": " + unmet);
        server = Objects.requireNonNull(started);
        home = server.home();
        // Remains of an aborted session may be disappearing at this moment.
        await().ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            FileTree.empty(home);
            return true;
        });
        given(Files.writeString(home.resolve("example.txt"), "hello\n"));
        ftp = connect();
        opened = ftp;
        ftp.login(server.user(), server.password());
    }

    @AfterEach
    void logout() {
        if (opened != null) {
            opened.close();
        }
    }

    private FtpClient connect() {
        return builder().connect("127.0.0.1", server.port());
    }

    /** The settings of the client. */
    FtpClientBuilder builder() {
        return FtpClient.builder();
    }

    /**
     * Runs a call that needs these commands. Where the server lacks one of them, the call must be refused as not
     * supported, and the session be in step.
     *
     * @return whether it has them all
     */
    private boolean needs(Collection<String> commands, Runnable call) {
        if (commands.stream().noneMatch(kind.lacks()::contains)) {
            call.run();
            return true;
        }
        assertThat(refused(call).code()).as("without one of %s", commands).isBetween(500, 504);
        ftp.pwd();
        return false;
    }

    private boolean has(String command) {
        return !kind.lacks().contains(command);
    }

    /** Runs a call on what is not there. */
    private void requireMissing(Runnable call) {
        assertThat(refused(call).code()).isIn(kind.missing());
    }

    /** The same, where some servers use another code. */
    private void requireMissingOr(int code, Runnable call) {
        assertThat(refused(call).code())
                .satisfiesAnyOf(
                        refusal -> assertThat(refusal).isEqualTo(code),
                        refusal -> assertThat(refusal).isIn(kind.missing()));
    }

    private static FtpException.Refused refused(Runnable call) {
        var caught = catchThrowable(call::run);
        assertThat(caught).isInstanceOf(FtpException.Refused.class);
        return (FtpException.Refused) caught;
    }

    @Test
    void listsTheDirectory() {
        var listing = ftp.dir();
        assertThat(listing.lines())
                .filteredOn(line -> !line.endsWith(" .") && !line.endsWith(" ..") && !line.startsWith("total "))
                .singleElement()
                .asString()
                .startsWith("-rw")
                .endsWith(" example.txt");
        assertThat(listing.files()).singleElement().satisfies(file -> {
            assertThat(file.name()).isEqualTo("example.txt");
            assertThat(file.size()).hasValue(6);
            assertThat(file.isFile()).isTrue();
            assertThat(file.modified()).isPresent();
        });
        assertThat(ftp.nlst()).containsExactly("example.txt");
    }

    @Test
    void listsASubdirectoryAndAFile() throws IOException {
        given(Files.writeString(
                given(Files.createDirectory(home.resolve("pub"))).resolve("a b.txt"), "x"));
        assertThat(ftp.dir("pub").files()).extracting(RemoteFile::path).containsExactly("pub/a b.txt");
        assertThat(ftp.dir("example.txt").files()).extracting(RemoteFile::path).containsExactly("example.txt");
        assertThat(ftp.nlst("pub")).singleElement().asString().endsWith("a b.txt");
    }

    @Test
    void emptyDirectoryIsEmptyAndAMissingOneAnError() throws IOException {
        given(Files.createDirectory(home.resolve("empty")));
        var before = ftp.pwd();
        assertThat(ftp.dir("empty").files()).isEmpty();
        assertThat(ftp.nlst("empty")).isEmpty();
        requireMissingOr(450, () -> ftp.dir("nope"));
        requireMissingOr(450, () -> ftp.nlst("nope"));
        assertThat(ftp.pwd()).isEqualTo(before);
        Files.delete(home.resolve("example.txt"));
        Files.delete(home.resolve("empty"));
        assertThat(ftp.dir().files()).isEmpty();
        assertThat(ftp.nlst()).isEmpty();
    }

    @Test
    void listsWithAllThatTheServerTells() throws IOException {
        var time = Instant.parse("2025-03-05T21:18:00Z");
        given(Files.writeString(
                given(Files.createDirectory(home.resolve("pub"))).resolve("a b.txt"), "four"));
        Files.setLastModifiedTime(home.resolve("pub/a b.txt"), FileTime.from(time));
        assertThat(ftp.list("pub").files()).singleElement().satisfies(file -> {
            assertThat(file.name()).isEqualTo("a b.txt");
            assertThat(file.path()).isEqualTo("pub/a b.txt");
            assertThat(file.isFile()).isTrue();
            assertThat(file.size()).hasValue(4);
            assertThat(file.modified().orElseThrow()).isCloseTo(time, within(1, ChronoUnit.DAYS));
        });
        assertThat(ftp.list("pub").toString().replaceFirst("^total \\d+\n", ""))
                .startsWith("-")
                .endsWith("a b.txt");
        assertThat(ftp.list()).extracting(RemoteFile::name).containsExactlyInAnyOrder("pub", "example.txt");
        requireMissingOr(501, () -> ftp.list("nope"));
        given(Files.createDirectory(home.resolve("empty")));
        assertThat(ftp.list("empty")).isEmpty();
    }

    @Test
    void walksDirectoriesToADepthAndNotThroughLinks() throws IOException {
        given(Files.createDirectories(home.resolve("pub/a/b")));
        given(Files.writeString(home.resolve("pub/a/b/c.txt"), "c"));
        given(Files.writeString(home.resolve("pub/x.txt"), "xx"));
        assertThat(ftp.walk("pub"))
                .extracting(RemoteFile::path)
                .containsExactlyInAnyOrder("pub/a", "pub/a/b", "pub/a/b/c.txt", "pub/x.txt");
        assertThat(ftp.walk("pub").matching("*.txt").totalSize()).isEqualTo(3);
        assertThat(ftp.walk("pub", 2))
                .extracting(RemoteFile::path)
                .containsExactlyInAnyOrder("pub/a", "pub/a/b", "pub/x.txt");
        Files.createSymbolicLink(home.resolve("pub/a/loop"), Path.of(".."));
        assertThat(ftp.walk("pub")).hasSizeLessThanOrEqualTo(7);
    }

    @Test
    @Tag("jdk-independent")
    void handsOnTheEntriesOfALargeDirectory() throws IOException {
        given(Files.createDirectory(home.resolve("large")));
        for (int i = 0; i < 2000; i++) {
            given(Files.createFile(home.resolve("large/f" + i)));
        }
        var names = new HashSet<String>();
        ftp.list("large", file -> names.add(file.name()));
        assertThat(names).hasSize(2000).contains("f0", "f1999");
        assertThatIllegalStateException()
                .isThrownBy(() -> ftp.list("large", file -> ftp.delete(file.path())))
                .withMessageContaining("busy");
        afterABrokenListing();
        assertThat(ftp.list("large").files()).hasSize(2000);
        requireMissingOr(501, () -> ftp.list("nope", file -> {}));
    }

    @Test
    void looksAtOneFileOrDirectory() throws IOException {
        given(Files.createDirectories(home.resolve("a b")));
        var before = ftp.pwd();
        assertThat(ftp.stat("example.txt").size()).hasValue(6);
        assertThat(ftp.stat("example.txt").isFile()).isTrue();
        assertThat(ftp.stat("a b").isDirectory()).isTrue();
        assertThat(ftp.stat("a b").name()).isEqualTo("a b");
        assertThat(ftp.exists("example.txt")).isTrue();
        assertThat(ftp.exists("a b")).isTrue();
        assertThat(ftp.exists("nope")).isFalse();
        requireMissing(() -> ftp.stat("nope"));
        assertThat(ftp.pwd()).isEqualTo(before);
    }

    @Test
    void changesDirectories() throws IOException {
        given(Files.createDirectories(home.resolve("pub/in \"quotes\"")));
        var before = ftp.pwd();
        ftp.cd("pub");
        ftp.cd("in \"quotes\"");
        assertThat(ftp.pwd()).isEqualTo((before.equals("/") ? "" : before) + "/pub/in \"quotes\"");
        ftp.cd("..");
        ftp.cd("..");
        assertThat(ftp.pwd()).isEqualTo(before);
        requireMissing(() -> ftp.cd("nope"));
        requireMissing(() -> ftp.cd("example.txt"));
    }

    @Test
    void downloadsUnderItsNameAnotherOrIntoADirectory() {
        assertThat(ftp.download("example.txt", here).bytes()).isEqualTo(6);
        ftp.download("example.txt", here.resolve("other.txt"));
        assertThat(here.resolve("example.txt")).hasContent("hello\n");
        assertThat(here.resolve("other.txt")).hasContent("hello\n");
    }

    @Test
    void uploadsUnderItsNameAnotherOrIntoADirectory() throws IOException {
        given(Files.createDirectory(home.resolve("pub")));
        var file = Files.writeString(here.resolve("new.txt"), "new\n");
        assertThat(ftp.upload(file).bytes()).isEqualTo(4);
        ftp.upload(file, "other.txt");
        ftp.upload(file, "pub/");
        assertThat(home.resolve("new.txt")).hasContent("new\n");
        assertThat(home.resolve("other.txt")).hasContent("new\n");
        assertThat(home.resolve("pub/new.txt")).hasContent("new\n");
    }

    @Test
    void pathOnThisSideMayBeAText() throws IOException {
        given(Files.createDirectory(home.resolve("pub")));
        var file = Files.writeString(here.resolve("new.txt"), "new\n").toString();
        ftp.upload(file);
        ftp.upload(file, "pub/");
        ftp.upload(file, "other.txt", TransferOption.REFUSE_EXISTING);
        ftp.append(file, "other.txt");
        assertThat(home.resolve("new.txt")).hasContent("new\n");
        assertThat(home.resolve("pub/new.txt")).hasContent("new\n");
        assertThat(home.resolve("other.txt")).hasContent("new\nnew\n");
        ftp.downloadDirectory("pub", here.resolve("copy") + "/").orThrow();
        ftp.mirrorDown("pub", here.resolve("mirror").toString(), DirectoryOptions.DEFAULT)
                .orThrow();
        ftp.uploadDirectory(here.resolve("copy").toString(), "up").orThrow();
        ftp.mirrorUp(here.resolve("copy").toString(), "mirror", DirectoryOptions.DEFAULT)
                .orThrow();
        for (var directory : List.of(here.resolve("copy"), here.resolve("mirror"), home.resolve("up"))) {
            assertThat(directory.resolve("new.txt")).hasContent("new\n");
        }
        assertThat(home.resolve("mirror/new.txt")).hasContent("new\n");
    }

    @Test
    void targetThatEndsInASlashIsADirectoryThereOrNot() throws IOException {
        var copies = here.resolve("a/copies");
        for (int i = 0; i < 2; i++) {
            ftp.download("example.txt", copies + "/");
            assertThat(FileTree.contents(copies)).isEqualTo(Map.of("example.txt", "hello\n"));
        }
        ftp.download("example.txt", copies.resolve("other.txt").toString());
        assertThat(copies.resolve("other.txt")).hasContent("hello\n");
        requireMissing(() -> ftp.download("nope.txt", here.resolve("none") + "/"));
        assertThat(here.resolve("none")).doesNotExist();
        assertThatExceptionOfType(FtpException.LocalFile.class)
                .isThrownBy(() -> ftp.download("example.txt", copies.resolve("other.txt") + "/"))
                .withMessageContaining("is a file, not a directory");
        assertThat(copies.resolve("other.txt")).hasContent("hello\n");
    }

    @Test
    void largeFilesKeepEveryByteBothWays() throws IOException {
        var file = Files.write(here.resolve("large"), LARGE);
        assertThat(ftp.upload(file).bytes()).isEqualTo(LARGE.length);
        assertThat(home.resolve("large")).hasBinaryContent(LARGE);
        ftp.download("large", here.resolve("back"));
        assertThat(here.resolve("back")).hasBinaryContent(LARGE);
    }

    @Test
    void manySmallTransfersStayInStep() throws IOException {
        for (int i = 0; i < 50; i++) {
            var file = Files.writeString(here.resolve("f" + i), "content " + i);
            ftp.upload(file);
            ftp.download("f" + i, here.resolve("back"));
            assertThat(here.resolve("back")).hasContent("content " + i);
        }
    }

    @Test
    void resumesADownloadThatWasBrokenOff() throws IOException {
        given(Files.write(home.resolve("large"), LARGE));
        var target = here.resolve("large");
        Files.write(here.resolve(".large.part"), Arrays.copyOf(LARGE, 2_000_000));
        var transfer = ftp.download("large", target, TransferOption.RESUME);
        assertThat(transfer.outcome()).isEqualTo(Transfer.Outcome.RESUMED);
        assertThat(transfer.offset()).isEqualTo(2_000_000);
        assertThat(transfer.bytes()).isEqualTo(3_000_000);
        assertThat(target).hasBinaryContent(LARGE);
        assertThat(here.resolve(".large.part")).doesNotExist();
        assertThat(ftp.download("large", target, TransferOption.RESUME).outcome())
                .isEqualTo(Transfer.Outcome.SKIPPED);
        assertThat(ftp.download("large", here.resolve("new"), TransferOption.RESUME)
                        .outcome())
                .isEqualTo(Transfer.Outcome.WHOLE);
        Files.write(target, Arrays.copyOf(LARGE, 1_000_000));
        assertThat(ftp.download("large", target, TransferOption.RESUME).offset())
                .isEqualTo(1_000_000);
        assertThat(target).hasBinaryContent(LARGE);
    }

    @Test
    void resumesAnUploadThatWasBrokenOff() throws IOException {
        var file = Files.write(here.resolve("large"), LARGE);
        given(Files.write(home.resolve("large"), Arrays.copyOf(LARGE, 2_000_000)));
        var transfer = ftp.upload(file, "large", TransferOption.RESUME);
        assertThat(transfer.outcome()).isEqualTo(Transfer.Outcome.RESUMED);
        assertThat(transfer.bytes()).isEqualTo(3_000_000);
        assertThat(transfer.check()).isEqualTo(Transfer.Check.SIZE);
        assertThat(home.resolve("large")).hasBinaryContent(LARGE);
        assertThat(ftp.upload(file, "large", TransferOption.RESUME).outcome()).isEqualTo(Transfer.Outcome.SKIPPED);
        assertThat(ftp.upload(file, "new", TransferOption.RESUME).outcome()).isEqualTo(Transfer.Outcome.WHOLE);
        assertThat(home.resolve("new")).hasBinaryContent(LARGE);
    }

    /** The contents of the target before the upload; null if it does not exist. */
    private static List<byte @Nullable []> oldContents() {
        var other = new byte[6_000_000];
        new Random(2).nextBytes(other);
        var contents = new ArrayList<byte @Nullable []>();
        contents.add(null);
        contents.add(new byte[0]);
        contents.add(other);
        contents.add(Arrays.copyOf(other, LARGE.length));
        contents.add(Arrays.copyOf(other, 2_000_000));
        contents.add(Arrays.copyOf(other, 1_000));
        contents.add(Arrays.copyOf(LARGE, 2_000_000));
        contents.add(Arrays.copyOf(LARGE, 1_000));
        return contents;
    }

    private void giveOld(String name, byte @Nullable [] content) throws IOException {
        Files.deleteIfExists(home.resolve(name));
        if (content != null) {
            given(Files.write(home.resolve(name), content));
        }
    }

    @Test
    @Tag("jdk-independent")
    void uploadOverWhateverWasThereIsWholeAfterABreak() throws IOException {
        var file = Files.write(here.resolve("large"), LARGE);
        for (var old : oldContents()) {
            boolean isLong = old != null && old.length > 1_000_000 && old.length != LARGE.length;
            for (long at : isLong ? new long[] {0, 3_000_000, LARGE.length} : new long[] {3_000_000}) {
                giveOld("large", old);
                try (var proxy = new ConnectProxy();
                        var session = builder()
                                .proxy(proxy.proxy())
                                .retry(5, Duration.ofMillis(20))
                                .connect("127.0.0.1", server.port())) {
                    session.login(server.user(), server.password());
                    proxy.breakAfter(at);
                    session.upload(file, "large");
                }
                assertThat(home.resolve("large"))
                        .as("%s bytes before, broken at %d", old == null ? "no" : old.length, at)
                        .hasBinaryContent(LARGE);
            }
        }
    }

    @Test
    @Tag("jdk-independent")
    void uploadIsResumedOnlyBehindItsOwnBeginning() throws IOException {
        var file = Files.write(here.resolve("large"), LARGE);
        for (var old : oldContents()) {
            giveOld("large", old);
            boolean isBeginning = old != null
                    && old.length > 0
                    && old.length < LARGE.length
                    && Arrays.equals(old, Arrays.copyOf(LARGE, old.length));
            assertThat(ftp.upload(file, "large", TransferOption.RESUME).offset())
                    .isEqualTo(isBeginning ? old.length : 0);
            assertThat(home.resolve("large")).hasBinaryContent(LARGE);
        }
    }

    @Test
    @Tag("jdk-independent")
    void downloadIsResumedOnlyBehindTheSameBeginning() throws IOException {
        given(Files.write(home.resolve("large"), LARGE));
        var target = here.resolve("large");
        for (var old : oldContents()) {
            for (var kept : List.of(target, here.resolve(".large.part"))) {
                Files.deleteIfExists(target);
                boolean taken = old != null && !(kept.equals(target) && old.length == LARGE.length);
                if (taken) {
                    Files.write(kept, old);
                }
                ftp.download("large", target, TransferOption.RESUME);
                assertThat(target).hasBinaryContent(LARGE);
            }
        }
    }

    @Test
    void existingFileIsSkippedOrRefusedIfAsked() throws IOException {
        var file = Files.writeString(here.resolve("a"), "here");
        assertThat(ftp.upload(file, "example.txt", TransferOption.SKIP_EXISTING).outcome())
                .isEqualTo(Transfer.Outcome.SKIPPED);
        assertThatExceptionOfType(FtpException.LocalFile.class)
                .isThrownBy(() -> ftp.upload(file, "example.txt", TransferOption.REFUSE_EXISTING))
                .withMessageContaining("exists already");
        assertThat(home.resolve("example.txt")).hasContent("hello\n");
        assertThat(ftp.download("example.txt", file, TransferOption.SKIP_EXISTING)
                        .outcome())
                .isEqualTo(Transfer.Outcome.SKIPPED);
        assertThatExceptionOfType(FtpException.LocalFile.class)
                .isThrownBy(() -> ftp.download("example.txt", file, TransferOption.REFUSE_EXISTING));
        assertThat(file).hasContent("here");
        ftp.upload(file, "new", TransferOption.SKIP_EXISTING);
        assertThat(home.resolve("new")).hasContent("here");
    }

    @Test
    void timesAreKeptIfAsked() throws IOException {
        var time = FileTime.from(Instant.parse("2024-02-29T12:00:01Z"));
        Files.setLastModifiedTime(home.resolve("example.txt"), time);
        if (needs(List.of("MDTM"), () -> ftp.download("example.txt", here, TransferOption.KEEP_TIME))) {
            assertThat(Files.getLastModifiedTime(here.resolve("example.txt"))).isEqualTo(time);
        }
        var file = Files.setLastModifiedTime(Files.writeString(here.resolve("new"), "new"), time);
        if (needs(List.of("MFMT"), () -> ftp.upload(file, "kept", TransferOption.KEEP_TIME))) {
            assertThat(Files.getLastModifiedTime(home.resolve("kept"))).isEqualTo(time);
        }
    }

    @Test
    void modeIsSet() throws IOException {
        assumeFalse(server.user().equals("anonymous"), "vsftpd lets anonymous users change no mode");
        var file = home.resolve("example.txt");
        if (!needs(List.of("SITE CHMOD"), () -> ftp.chmod("example.txt", "640"))) {
            return;
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        ftp.chmod("example.txt", "rw-r--r--");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
        refused(() -> ftp.chmod("nope", "644"));
    }

    @Test
    void timeIsSet() throws IOException {
        var file = home.resolve("example.txt");
        var time = Instant.parse("2024-02-29T12:00:01Z");
        if (!needs(List.of("MFMT"), () -> ftp.setModified("example.txt", time))) {
            return;
        }
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.from(time));
        assertThat(ftp.modified("example.txt")).isEqualTo(time);
        refused(() -> ftp.setModified("nope", time));
    }

    @Test
    void hashIsThatOfTheContentsOrSaidToBeMissing() {
        if (ftp.features().containsKey("HASH")) {
            assertThat(ftp.hash("example.txt"))
                    .hasToString("SHA-256 5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03");
            requireMissing(() -> ftp.hash("nope"));
        } else if (ftp.features().getOrDefault("SITE", "").equals("MD5")) {
            assertThat(ftp.hash("example.txt")).hasToString("MD5 b1946ac92492d2347c6235b4d2611184");
            requireMissing(() -> ftp.hash("nope"));
        } else {
            assertThat(refused(() -> ftp.hash("example.txt")))
                    .hasMessageContaining("the server has no hashes of files");
        }
        assertThat(ftp.readText("example.txt")).isEqualTo("hello\n");
    }

    @Test
    void directoriesAreMadeWithThoseAroundThem() throws IOException {
        var before = ftp.pwd();
        assertThat(ftp.mkdirs("a b/c/d")).containsExactly("a b", "a b/c", "a b/c/d");
        assertThat(home.resolve("a b/c/d")).isDirectory();
        assertThat(ftp.mkdirs("a b/c/d")).isEmpty();
        assertThat(ftp.mkdirs("a b/c/e/")).containsExactly("a b/c/e");
        assertThat(refused(() -> ftp.mkdirs("example.txt/x")))
                .hasMessageContaining("example.txt is there and is no directory");
        assertThat(refused(() -> ftp.mkdirs("example.txt"))).hasMessageContaining("is no directory");
        assertThat(home.resolve("example.txt")).hasContent("hello\n");
        assertThat(ftp.pwd()).isEqualTo(before);
    }

    @Test
    void textsAndStreamsAreReadAndWritten() throws IOException {
        assertThat(ftp.readText("example.txt")).isEqualTo("hello\n");
        ftp.writeText("grüße.txt", "grüße");
        assertThat(ftp.readText("grüße.txt")).isEqualTo("grüße");
        try (var out = ftp.write("stream")) {
            out.write(LARGE);
            out.write(1);
        }
        assertThat(Files.size(home.resolve("stream"))).isEqualTo(LARGE.length + 1L);
        try (var in = ftp.read("stream")) {
            assertThat(in.readNBytes(LARGE.length)).isEqualTo(LARGE);
            assertThatIllegalStateException().isThrownBy(ftp::pwd).withMessageContaining("close that first");
            assertThat(in.read()).isEqualTo(1);
            assertThat(in.read()).isEqualTo(-1);
        }
        try (var in = ftp.read("stream")) {
            assertThat(in.read()).isEqualTo(LARGE[0] & 0xff);
        }
        try (var in = ftp.read("stream", LARGE.length - 1)) {
            assertThat(in.readAllBytes()).containsExactly(LARGE[LARGE.length - 1] & 0xff, 1);
        }
        assertThat(ftp.readText("example.txt")).isEqualTo("hello\n");
        requireMissing(() -> ftp.readText("nope"));
        assertThat(ftp.readText("example.txt")).isEqualTo("hello\n");
    }

    @Test
    void bytesAndTextsAreWrittenAndAdded() {
        var bytes = new byte[] {0, '\r', '\n', -1};
        assertThat(ftp.writeBytes("bytes", bytes).bytes()).isEqualTo(4);
        assertThat(home.resolve("bytes")).hasBinaryContent(bytes);
        assertThat(ftp.readBytes("bytes")).isEqualTo(bytes);
        assertThat(ftp.appendText("grüße", "grü").outcome()).isEqualTo(Transfer.Outcome.APPENDED);
        ftp.appendText("grüße", "ße\n");
        assertThat(home.resolve("grüße")).hasContent("grüße\n");
    }

    @Test
    void appendsAndUploadsUnderANewName() throws IOException {
        var file = Files.writeString(here.resolve("a"), "more\n");
        if (needs(
                List.of("APPE"),
                () -> assertThat(ftp.append(file, "example.txt").outcome()).isEqualTo(Transfer.Outcome.APPENDED))) {
            assertThat(home.resolve("example.txt")).hasContent("hello\nmore\n");
        }
        needs(
                List.of("STOU"),
                () -> assertThat(home.resolve(ftp.uploadUnique(file).remote())).hasContent("more\n"));
    }

    @Test
    void wholeDirectoriesAreMovedBothWaysAndDeleted() throws IOException {
        var site = here.resolve("site");
        FileTree.make(site);
        Files.delete(site.resolve(".hidden"));
        var up = ftp.uploadDirectory(site, "www", DirectoryOptions.DEFAULT.parallel(2));
        assertThat(up.failures()).isEmpty();
        assertThat(up.bytes()).isEqualTo(8);
        assertThat(FileTree.contents(home.resolve("www"))).isEqualTo(FileTree.contents(site));
        assertThat(ftp.downloadDirectory("www", here.resolve("back")).orThrow().files())
                .isEqualTo(3);
        assertThat(FileTree.contents(here.resolve("back"))).isEqualTo(FileTree.contents(site));
        ftp.writeText("www/new.txt", "new");
        ftp.delete("www/index.html");
        ftp.mirrorDown("www", here.resolve("back"), DirectoryOptions.DEFAULT.deleting())
                .orThrow();
        assertThat(FileTree.contents(here.resolve("back"))).isEqualTo(FileTree.contents(home.resolve("www")));
        ftp.mirrorUp(site, "www", DirectoryOptions.DEFAULT.deleting()).orThrow();
        assertThat(FileTree.contents(home.resolve("www"))).isEqualTo(FileTree.contents(site));
        Files.createSymbolicLink(home.resolve("www/link"), home.resolve("example.txt"));
        ftp.deleteDirectory("www").orThrow();
        assertThat(home.resolve("www")).doesNotExist();
        assertThat(home.resolve("example.txt")).hasContent("hello\n");
    }

    /** Names that some server takes for a home, an option or a pattern, or trims. */
    static final List<String> ODD_NAMES = List.of(
            "~", "~root", "~x", "-", "-a", "-la x", "[x]", "*", "a*b", "?", "{a,b}", " x ", " x", "x ", "a b", "$HOME",
            "#");

    /** Names that some server or listing may spoil in another way. */
    private static final List<String> ODDER_NAMES = List.of(
            "a -> b",
            "a=1;b=2",
            "type=dir; x",
            ";",
            "a,b",
            "a  b",
            "\"q\"",
            "it's",
            "a\\b",
            "a\tb",
            "\u0001",
            "\u001b[31m",
            "\u007f",
            "e\u0301",
            "\u00e9",
            "\u65e5\u672c",
            "\ud83c\udf88",
            "Jan  1 00:00 x",
            "2024-01-01 00:00 x",
            "01-01-24  12:00AM       <DIR>          x",
            "drwxr-xr-x",
            "total 4",
            "250 x",
            "a.",
            "%2e%2e",
            "%s%n",
            "a&b|c>d",
            "`id`",
            "x:y",
            "+x",
            "@",
            "CON",
            "x".repeat(250),
            "\u65e5".repeat(81));

    /** {@return names to try; those of both lists if the test is about names alone} */
    List<String> oddNames() {
        return Stream.concat(ODD_NAMES.stream(), ODDER_NAMES.stream())
                .filter(kind::takes)
                .toList();
    }

    private static final List<String> USUAL_NAMES = List.of("x", "a", "aXb", "b", "root");

    /** Creates directories, each with one file that is named after it; {@return the contents of the files} */
    private Map<String, String> makeDirectories(Path around) throws IOException {
        assumeTrue(File.separatorChar == '/', "a file here can't have such a name");
        for (var names : List.of(oddNames(), USUAL_NAMES)) {
            for (var name : names) {
                given(Files.writeString(
                        given(Files.createDirectory(around.resolve(name))).resolve("in " + name), name));
            }
        }
        return new TreeMap<>(FileTree.contents(home));
    }

    @Tag("jdk-independent")
    @Test
    void oddNameMeansThatDirectoryAndNothingElse() throws IOException {
        var left = makeDirectories(home);
        for (var name : oddNames()) {
            var directory = ftp.list().stream()
                    .filter(file -> file.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            assertThat(ftp.list(directory.path()).files())
                    .as("list of " + name)
                    .extracting(RemoteFile::name)
                    .containsExactly("in " + name);
            assertThat(ftp.dir(directory.path()).files())
                    .as("dir of " + name)
                    .extracting(RemoteFile::path)
                    .containsExactly(name + "/in " + name);
            assertThat(ftp.nlst(directory.path())).singleElement().asString().endsWith("in " + name);
            assertThat(ftp.stat(directory.path()).isDirectory()).isTrue();
            ftp.deleteDirectory(directory.path()).orThrow();
            left.keySet().removeIf(path -> path.startsWith(name + "/"));
            assertThat(FileTree.contents(home)).as("after " + name).isEqualTo(left);
        }
    }

    @Tag("jdk-independent")
    @Test
    void directoryWithOddNamesInItIsMovedMirroredAndDeleted() throws IOException {
        var outside = makeDirectories(home);
        makeDirectories(given(Files.createDirectory(home.resolve("all"))));
        var all = FileTree.contents(home.resolve("all"));
        ftp.downloadDirectory("all", here.resolve("all")).orThrow();
        assertThat(FileTree.contents(here.resolve("all"))).isEqualTo(all);
        for (var name : oddNames()) {
            if (!kind.makes(name)) {
                Files.delete(here.resolve("all").resolve(name).resolve("in " + name));
                Files.delete(here.resolve("all").resolve(name));
            }
        }
        ftp.uploadDirectory(here.resolve("all"), "up").orThrow();
        assertThat(FileTree.contents(home.resolve("up"))).isEqualTo(FileTree.contents(here.resolve("all")));
        Files.writeString(Files.createDirectory(here.resolve("all/ y ")).resolve("*"), "extra");
        ftp.mirrorDown("all", here.resolve("all"), DirectoryOptions.DEFAULT.deleting())
                .orThrow();
        assertThat(FileTree.contents(here.resolve("all"))).isEqualTo(all);
        Files.createDirectory(here.resolve("none"));
        ftp.mirrorUp(here.resolve("none"), "up", DirectoryOptions.DEFAULT.deleting())
                .orThrow();
        assertThat(home.resolve("up")).isEmptyDirectory();
        ftp.deleteDirectory("up").orThrow();
        ftp.deleteDirectory("all").orThrow();
        assertThat(FileTree.contents(home)).isEqualTo(outside);
    }

    @Tag("jdk-independent")
    @Test
    void oddNameMeansThatFileAndNothingElse() throws IOException {
        assumeTrue(File.separatorChar == '/', "a file here can't have such a name");
        Files.delete(home.resolve("example.txt"));
        for (var names : List.of(oddNames(), USUAL_NAMES)) {
            for (var name : names) {
                given(Files.writeString(home.resolve(name), "this is " + name));
            }
        }
        var left = new TreeMap<>(FileTree.contents(home));
        var source = Files.writeString(here.resolve("source"), "new");
        for (var name : oddNames()) {
            var file = ftp.list().stream()
                    .filter(entry -> entry.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            assertThat(ftp.readText(file.path())).isEqualTo("this is " + name);
            assertThat(ftp.size(file.path())).isEqualTo(("this is " + name).getBytes(StandardCharsets.UTF_8).length);
            if (kind.makes(name)) {
                ftp.upload(source, file.path());
                left.put(name, "new");
                assertThat(FileTree.contents(home)).isEqualTo(left);
                ftp.rename(file.path(), "renamed");
                ftp.rename("renamed", file.path());
                assertThat(FileTree.contents(home)).isEqualTo(left);
            }
            ftp.delete(file.path());
            left.remove(name);
            assertThat(FileTree.contents(home)).isEqualTo(left);
        }
    }

    @Tag("jdk-independent")
    @Test
    void fileMayBeNamedLikeItsDirectory() throws IOException {
        given(Files.writeString(
                given(Files.createDirectory(home.resolve("bin"))).resolve("bin"), "x"));
        given(Files.writeString(home.resolve("file"), "y"));
        for (var listing : List.of(ftp.list("bin"), ftp.dir("bin"), ftp.walk("bin"), ftp.list("bin/"))) {
            assertThat(listing).extracting(RemoteFile::path).containsExactly("bin/bin");
        }
        var found = new ArrayList<String>();
        ftp.list("bin", file -> found.add(file.path()));
        assertThat(found).containsExactly("bin/bin");
        assertThat(ftp.dir("bin/bin")).extracting(RemoteFile::path).containsExactly("bin/bin");
        assertThat(ftp.dir("file")).extracting(RemoteFile::path).containsExactly("file");
        ftp.downloadDirectory("bin", here.resolve("bin")).orThrow();
        assertThat(FileTree.contents(here)).isEqualTo(Map.of("bin/", "", "bin/bin", "x"));
        ftp.deleteDirectory("bin").orThrow();
        assertThat(FileTree.contents(home)).isEqualTo(Map.of("example.txt", "hello\n", "file", "y"));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 100_000, 2_000_000})
    @Tag("jdk-independent")
    void fileThatIsItsOwnTargetComesToNoHarm(int size) throws IOException {
        var content = Arrays.copyOf(LARGE, size);
        var file = given(Files.write(home.resolve("own"), content));
        var linked = Files.createSymbolicLink(here.resolve("linked"), file);
        var hard = Files.createLink(here.resolve("hard"), file);
        var relative = Path.of("").toAbsolutePath().relativize(file.toAbsolutePath());
        for (var name : List.of(file, linked, hard, relative)) {
            try {
                ftp.upload(name, "own");
            } catch (FtpException.LocalFile e) {
                assertThat(e).hasMessageContaining("this very file").hasMessageContaining("nothing was sent");
            }
            assertThat(file).as(name.toString()).hasBinaryContent(content);
        }
        ftp.uploadDirectory(home, ".");
        assertThat(file).hasBinaryContent(content);
        assertThat(home.resolve("example.txt")).hasContent("hello\n");
        // A file that only looks the same is sent.
        var time = Files.getLastModifiedTime(file);
        var copy = Files.setLastModifiedTime(Files.write(here.resolve("copy"), content), time);
        assertThat(ftp.upload(copy, "own").bytes()).isEqualTo(size);
        assertThat(Files.getLastModifiedTime(copy)).isEqualTo(time);
        assertThat(home.resolve("own")).hasBinaryContent(content);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 2_000_000})
    @Tag("jdk-independent")
    void appendingAFileToItselfEnds(int size) throws IOException {
        var content = Arrays.copyOf(LARGE, size);
        var file = given(Files.write(home.resolve("own"), content));
        assertThat(ftp.append(file, "own").bytes()).isEqualTo(size);
        var twice = Arrays.copyOf(content, 2 * size);
        System.arraycopy(content, 0, twice, size, size);
        assertThat(file).hasBinaryContent(twice);
    }

    @Tag("jdk-independent")
    @Test
    void namesBeyondAsciiAreKept() throws IOException {
        var file = Files.writeString(here.resolve("grüße 日本.txt"), "x");
        ftp.upload(file);
        assertThat(home.resolve("grüße 日本.txt")).hasContent("x");
        assertThat(ftp.nlst()).contains("grüße 日本.txt");
        assertThat(ftp.dir().files()).extracting(RemoteFile::name).contains("grüße 日本.txt");
        ftp.delete("grüße 日本.txt");
        assertThat(home.resolve("grüße 日本.txt")).doesNotExist();
    }

    @Test
    void failedDownloadLeavesNoFileAndTheSessionUsable() throws IOException {
        requireMissing(() -> ftp.download("nope.txt", here));
        given(Files.createDirectory(home.resolve("pub")));
        requireMissing(() -> ftp.download("pub", here.resolve("x")));
        assertThat(here).isEmptyDirectory();
        assertThat(ftp.nlst()).contains("example.txt");
    }

    @Test
    void uploadThatIsRefusedLeavesTheSessionUsable() throws IOException {
        var file = Files.writeString(here.resolve("a"), "x");
        requireMissingOr(553, () -> ftp.upload(file, "nope/a"));
        assertThatExceptionOfType(FtpException.LocalFile.class).isThrownBy(() -> ftp.upload(here.resolve("nope")));
        assertThat(ftp.nlst()).containsExactly("example.txt");
    }

    @Test
    void makesRenamesAndDeletes() {
        assertThat(ftp.mkdir("made").code()).isEqualTo(257);
        assertThat(home.resolve("made")).isDirectory();
        assertThat(refused(() -> ftp.mkdir("made")).code()).isGreaterThanOrEqualTo(500);
        ftp.rename("example.txt", "made/moved.txt");
        assertThat(home.resolve("made/moved.txt")).hasContent("hello\n");
        requireMissing(() -> ftp.rmdir("made"));
        ftp.delete("made/moved.txt");
        ftp.rmdir("made");
        assertThat(home.resolve("made")).doesNotExist();
        requireMissing(() -> ftp.delete("made/moved.txt"));
        requireMissing(() -> ftp.rmdir("made"));
        assertThat(refused(() -> ftp.rename("nope", "x")).command()).isEqualTo("RNFR");
    }

    @Test
    void tellsSizeAndTime() throws IOException {
        var time = Instant.parse("2025-03-05T21:18:07Z");
        Files.setLastModifiedTime(home.resolve("example.txt"), FileTime.from(time));
        assertThat(ftp.size("example.txt")).isEqualTo(6);
        requireMissingOr(450, () -> ftp.size("nope"));
        if (needs(
                List.of("MDTM"),
                () -> assertThat(ftp.modified("example.txt")).isCloseTo(time, within(1, ChronoUnit.SECONDS)))) {
            requireMissingOr(450, () -> ftp.modified("nope"));
        }
    }

    @Test
    void serverMayOpenTheDataConnections() throws IOException {
        try (var active = builder().active().connect("127.0.0.1", server.port())) {
            active.login(server.user(), server.password());
            if (!needs(List.of("PORT"), () -> assertThat(active.list()).hasSize(1))) {
                return;
            }
            active.upload(Files.write(here.resolve("large"), LARGE));
            active.download("large", here.resolve("back"));
            assertThat(here.resolve("back")).hasBinaryContent(LARGE);
            assertThat(active.transcript().toString()).contains("> PORT ", "* data active ");
        }
    }

    @Test
    void tellsItsFeaturesAndSystem() {
        if (has("FEAT")) {
            assertThat(ftp.features()).containsKeys("SIZE", "MDTM");
        } else {
            assertThat(ftp.features()).isEmpty();
        }
        assertThat(ftp.system()).isNotBlank();
        needs(List.of("NOOP"), () -> assertThat(ftp.command("NOOP").code()).isEqualTo(200));
        assertThat(refused(() -> ftp.command("XYZZY plugh")).code()).isBetween(500, 504);
    }

    @Test
    void reconnectsToTheSameDirectoryAfterAnEnd() throws IOException {
        given(Files.createDirectories(home.resolve("a/b")));
        ftp.cd("a");
        ftp.cd("b");
        var before = ftp.pwd();
        ftp.quit();
        assertThat(ftp.reconnect().pwd()).isEqualTo(before);
        assertThat(ftp.reconnect().pwd()).isEqualTo(before);
    }

    @Test
    void addressMayNameTheServer() throws IOException {
        given(Files.createDirectories(home.resolve("a b")));
        var address = URI.create("ftp://127.0.0.1:" + server.port() + "/a%20b");
        try (var other = builder().connect(address)) {
            assertThat(other.login(server.user(), server.password()).pwd()).endsWith("/a b");
        }
    }

    @Test
    void quitIsAnsweredBy221() {
        assertThat(ftp.quit().code()).isEqualTo(221);
    }

    @Test
    @Tag("jdk-independent")
    void wrongPasswordIsRefusedWith530() {
        try (var other = connect()) {
            assertThat(refused(() -> other.login("nobody", "wrong")).code()).isEqualTo(530);
        }
    }

    @Test
    void itsColumnInTheTableOfServersIsTrue() throws IOException {
        var features = ftp.features().keySet();
        var column = ServersTable.columnOf(kind.name());
        assertThat(column).hasSizeGreaterThan(15);
        column.forEach((feature, has) -> {
            if (ftp.encryption().isPresent() || !ServersTable.needsTls(feature)) {
                assertThat(features.contains(feature))
                        .as("%s of %s", feature, kind.name())
                        .isEqualTo(has);
            }
        });
    }
}
