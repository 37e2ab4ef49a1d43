package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ftplab.FtpServer;
import io.github.ftplab.ServerEvent;
import io.github.ftplab.junit.Ftp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WritingTest {

    @Ftp(user = {"ann:potato:elradfmwMT", "bob:leek:elr"})
    FtpServer server;

    @Ftp
    Path home;

    @Test
    void fileIsThere() throws Exception {
        write("ann", "potato", "plums;5");
        assertEquals("plums;5", Files.readString(home.resolve("orders.csv")));
    }

    @Test
    void readerMayNot() {
        var refused = assertThrows(UncheckedIOException.class, () -> write("bob", "leek", "plums;5"));
        assertTrue(refused.getMessage().contains("550"));
    }

    @Test
    void whatIsWrittenInTheBackgroundIsAwaited() throws Exception {
        CompletableFuture.runAsync(() -> write("ann", "potato", "plums;5"));

        var uploads = server.awaitEvents(ServerEvent.Upload.class, 1, Duration.ofSeconds(10));
        assertEquals("/orders.csv", uploads.get(0).path());
        assertEquals(7, uploads.get(0).bytes());
        assertEquals(List.of(), server.events(ServerEvent.Delete.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plums;5", "ä;1"})
    void eachHasAServerOfItsOwn(String order) throws Exception {
        assertEquals(0, home.toFile().list().length);
        write("ann", "potato", order);
        assertEquals(order, Files.readString(home.resolve("orders.csv")));
    }

    @Nested
    class AfterAnother {

        @Test
        void fileIsReplaced() throws Exception {
            write("ann", "potato", "plums;5");
            write("ann", "potato", "pears;1");
            assertEquals("pears;1", Files.readString(home.resolve("orders.csv")));
        }
    }

    private void write(String user, String password, String order) {
        try (var orders = new Orders("127.0.0.1", server.port(), user, password)) {
            orders.write(List.of(order));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
