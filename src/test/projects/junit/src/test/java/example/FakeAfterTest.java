package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ftplab.FtpServer;
import io.github.ftplab.junit.Ftp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same with FtpLab. */
class FakeAfterTest {

    @Ftp(user = "ann:potato:elradfmw:/data", text = "data/orders.csv=apples;3\npears;4\n")
    FtpServer server;

    @Ftp
    Path home;

    @Test
    void ordersAreReadAndWritten() throws IOException {
        try (var orders = new Orders("127.0.0.1", server.port(), "ann", "potato")) {
            assertEquals(List.of("apples;3", "pears;4"), orders.read());
            orders.write(List.of("plums;5"));
        }
        assertEquals("plums;5", Files.readString(home.resolve("data/orders.csv")));
    }

    @Test
    void wrongPasswordIsRefused() {
        assertThrows(IOException.class, () -> new Orders("127.0.0.1", server.port(), "ann", "leek"));
    }
}
