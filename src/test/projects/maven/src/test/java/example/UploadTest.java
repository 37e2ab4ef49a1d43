package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.ftplab.FtpException;
import io.github.ftplab.FtpServer;
import io.github.ftplab.ServerEvent;
import io.github.ftplab.ServerLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Tests of a user's own code. They print one line at the end, and nothing else. */
class UploadTest {

    @TempDir
    Path home;

    @RepeatedTest(30)
    void serverForEachTest() throws Exception {
        try (var server = FtpServer.builder()
                        .port(0)
                        .user("test", "potato", home, "elradfmwMT")
                        .tls()
                        .requireTls()
                        .start();
                var ftp = server.connect("test", "potato")) {
            ftp.writeText("a.txt", "hello");
            assertEquals(
                    "/a.txt",
                    server.awaitEvents(ServerEvent.Upload.class, 1, Duration.ofSeconds(10))
                            .get(0)
                            .path());
            assertEquals("hello", ftp.readText("a.txt"));
        }
    }

    /** The log that one asks for: its levels in SLF4J are those of the documentation. */
    @Test
    void logOfTheServerIsOneLogger() throws Exception {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var logger = (Logger) LoggerFactory.getLogger("io.github.ftplab.FtpServer");
        var console = root.getAppender("console");
        var all = new ListAppender<ILoggingEvent>();
        all.start();
        root.detachAppender(console);
        root.addAppender(all);
        logger.setLevel(Level.DEBUG);
        try (var server = FtpServer.builder()
                .port(0)
                .user("test", "potato", home, "elradfmwMT")
                .limits(ServerLimits.DEFAULT.loginDelay(Duration.ZERO))
                .start()) {
            assertThrows(FtpException.class, () -> server.connect("test", "tomato"));
            try (var ftp = server.connect("test", "potato")) {
                ftp.writeText("a.txt", "hello");
            }
            server.awaitEvents(ServerEvent.Upload.class, 1, Duration.ofSeconds(10));
        } finally {
            logger.setLevel(null);
            root.detachAppender(all);
            root.addAppender(console);
        }
        assertEquals(
                List.of("io.github.ftplab.FtpServer"),
                all.list.stream().map(ILoggingEvent::getLoggerName).distinct().toList());
        assertEquals(1, count(all, Level.WARN, "USER 'test' failed login."));
        assertEquals(1, count(all, Level.DEBUG, ">>> starting FTP server on 127.0.0.1:"));
        assertEquals(1, count(all, Level.DEBUG, "USER 'test' logged in."));
        assertEquals(1, count(all, Level.DEBUG, " STOR "));
        assertEquals(0, count(all, Level.INFO, ""));
        assertEquals(0, count(all, Level.ERROR, ""));
    }

    private static long count(ListAppender<ILoggingEvent> lines, Level level, String text) {
        return lines.list.stream()
                .filter(line -> line.getLevel() == level && line.getFormattedMessage().contains(text))
                .count();
    }

    @AfterAll
    static void sayThatTheyRan() {
        System.out.println("the tests ran");
    }
}
