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
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test that leaves a server, a server's thread, or (on Linux) a socket or an open file behind. */
public final class NothingLeft implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(NothingLeft.class);

    private static boolean warm;

    /**
     * Uses everything once before counting: the JDK keeps a few descriptors open after the first use of each kind of
     * socket, of random numbers and of keys.
     */
    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        if (!warm) {
            warmUp();
            warm = true;
        }
        count(context);
    }

    private static void warmUp() throws IOException {
        var home = Files.createTempDirectory("ftplab-warm-up");
        try (var server =
                FtpServer.builder().user("test", "potato", home).tls().port(0).start()) {
            try (var client = RawClient.login(server, "test", "potato")) {
                client.receive("LIST");
            }
            try (var client = TlsClient.login(server, "TLSv1.3", "test", "potato")) {
                client.receive("LIST");
            }
        } finally {
            Files.delete(home);
        }
        await().until(() -> threads().isEmpty());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        count(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check(context);
    }

    /** By now, what the tests of a class share is closed, too. */
    @Override
    public void afterAll(ExtensionContext context) {
        check(context);
    }

    private static void count(ExtensionContext context) {
        context.getStore(HERE).put("servers", FtpServer.running());
        context.getStore(HERE).put("descriptors", descriptors().size());
    }

    private static void check(ExtensionContext context) {
        var servers = context.getStore(HERE).getOrDefault("servers", List.class, List.of());
        assertThat(FtpServer.running()).isEqualTo(servers);
        if (!servers.isEmpty()) {
            return;
        }
        int before = context.getStore(HERE).getOrDefault("descriptors", Integer.class, 0);
        await("nothing left of the server").pollDelay(Duration.ZERO).untilAsserted(() -> {
            assertThat(threads()).isEmpty();
            assertThat(descriptors()).hasSizeLessThanOrEqualTo(before);
        });
    }

    /** {@return the names of the servers' threads that are alive} */
    public static List<String> threads() {
        var all = new Thread[Thread.activeCount() + 1000];
        int count = Thread.enumerate(all);
        return Stream.of(all)
                .limit(count)
                .map(Thread::getName)
                .filter(name -> name.matches("ftplab-\\d+-.*"))
                .toList();
    }

    /** {@return the open descriptors of this process, without jars; empty if the system does not list them} */
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
