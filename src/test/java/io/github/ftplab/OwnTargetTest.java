package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ftplab.testing.FakeServer;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.WithServer;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An upload to the same file: the server writes to the file that is being sent. */
@WithServer
class OwnTargetTest {

    private static final int LARGE = 2_000_000;

    @TempDir
    Path here;

    @Given
    FakeServer server;

    private final AtomicReference<byte[]> received = new AtomicReference<>(new byte[0]);

    @Given
    FtpClient ftp;

    private Path file = Path.of("");

    /** What the server does to the file before it receives anything. */
    private interface Harm {
        void to(Path file) throws IOException;
    }

    private static final Harm EMPTIES = file -> Files.write(file, new byte[0]);
    private static final Harm ADDS = file -> Files.write(file, new byte[LARGE], StandardOpenOption.APPEND);

    @BeforeEach
    void login() {
        file = here.resolve("f");
        ftp.login("test", "potato");
    }

    private byte[] prepare(int size, Harm harm) throws IOException {
        var content = new byte[size];
        new Random(size).nextBytes(content);
        Files.write(file, content);
        for (var verb : List.of("STOR", "APPE", "STOU")) {
            server.on(verb, (talk, argument) -> {
                harm.to(file);
                received.set(talk.takeData());
            });
        }
        return content;
    }

    private List<Consumer<Path>> uploads() {
        return List.of(
                path -> ftp.upload(path, "f"), path -> ftp.append(path, "f"), path -> ftp.uploadUnique(path), path -> {
                    try (var in = new FileInputStream(path.toFile())) {
                        ftp.upload(in, "f");
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    @Test
    void smallFileThatIsEmptiedIsSentWhole() throws IOException {
        for (var upload : uploads()) {
            var content = prepare(100_000, EMPTIES);
            upload.accept(file);
            assertThat(received.get()).isEqualTo(content);
        }
    }

    @Test
    void largeFileThatIsEmptiedIsAFailure() throws IOException {
        for (var upload : uploads()) {
            prepare(LARGE, EMPTIES);
            assertThatExceptionOfType(FtpException.LocalFile.class)
                    .isThrownBy(() -> upload.accept(file))
                    .withMessageContaining("had 2 MB at the beginning and has 0 bytes now");
            assertThat(ftp.pwd()).isEqualTo("/");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100_000, LARGE})
    void fileThatGrowsIsSentAsItWas(int size) throws IOException {
        for (var upload : uploads()) {
            var content = prepare(size, ADDS);
            upload.accept(file);
            assertThat(received.get()).isEqualTo(content);
        }
    }

    @Test
    void largeFileThatChangesWithTheServersIsNotSent() throws IOException {
        prepare(LARGE, EMPTIES);
        var time = FileTime.from(Instant.parse("2025-03-05T21:18:00Z"));
        Files.setLastModifiedTime(file, time);
        server.on("SIZE", "213 " + LARGE)
                .on(
                        "MDTM",
                        (talk, argument) -> talk.say("213 "
                                + Files.getLastModifiedTime(file).toString().replaceAll("\\D", "")));
        assertThatExceptionOfType(FtpException.LocalFile.class)
                .isThrownBy(() -> ftp.upload(file, "f"))
                .withMessageContaining("is this very file");
        assertThat(file).hasSize(LARGE);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);
        assertThat(server.commands()).noneMatch(command -> command.startsWith("STOR"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"213 20250305211800", "213 20250305231800", "213 20250305201801", "550 no", "502 no", "213 x"})
    void largeFileThatOnlyLooksLikeTheServersIsSent(String time) throws IOException {
        var content = prepare(LARGE, path -> {});
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2025-03-05T21:18:00Z")));
        server.on("SIZE", "213 " + LARGE).on("MDTM", time);
        ftp.upload(file, "f");
        assertThat(received.get()).isEqualTo(content);
        assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(Instant.parse("2025-03-05T21:18:00Z"));
    }

    @Test
    void smallFileTakesNoQuestions() throws IOException {
        prepare(100_000, path -> {});
        server.on("SIZE", "213 100000");
        ftp.upload(file, "f");
        assertThat(server.commands().stream().filter(command -> command.matches("SIZE.*|MDTM.*")))
                .containsExactly("SIZE f");
    }

    @Test
    void fileWhoseSizeTheSystemDoesNotTellIsSent() throws IOException {
        var cpu = Path.of("/proc/self/status");
        assumeTrue(Files.exists(cpu), "no /proc");
        prepare(1, path -> {});
        ftp.upload(cpu, "f");
        assertThat(received.get()).isNotEmpty();
    }
}
