package io.github.ftplab.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.FtpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test that leaves a server, a server's thread, or (on Linux) a socket or an open file behind. */
public final class NothingLeft implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(NothingLeft.class);

    /** The JDK keeps a few descriptors of its own once it has used a socket of each kind. */
    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        var home = Files.createTempDirectory("ftplab-warm-up");
        try (var server = FtpServer.builder().anonymous(home).port(0).start();
                var client = RawClient.login(server, "anonymous", "")) {
            client.receive("LIST");
        } finally {
            Files.delete(home);
        }
        await().until(() -> threads().isEmpty());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(HERE).put("descriptors", descriptors().size());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        assertThat(FtpServer.running()).isEmpty();
        int before = context.getStore(HERE).getOrDefault("descriptors", Integer.class, 0);
        await("nothing left of the server")
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> {
                    assertThat(threads()).isEmpty();
                    assertThat(descriptors()).hasSizeLessThanOrEqualTo(before);
                });
    }

    /** {@return the names of the threads that servers have now} */
    public static List<String> threads() {
        var all = new Thread[Thread.activeCount() + 1000];
        int count = Thread.enumerate(all);
        return Stream.of(all)
                .limit(count)
                .map(Thread::getName)
                .filter(name -> name.matches("ftplab-\\d+-.*"))
                .toList();
    }

    /** {@return what is open in this process, but for jars; nothing where the system does not tell} */
    public static List<String> descriptors() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return List.of();
        }
        try (var entries = Files.list(DESCRIPTORS)) {
            return entries.map(NothingLeft::target)
                    .filter(target -> !target.isEmpty() && !target.endsWith(".jar"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedSince) {
            return "";
        }
    }
}
