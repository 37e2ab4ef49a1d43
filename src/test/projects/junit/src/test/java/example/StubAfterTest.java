package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ftplab.FtpServer;
import io.github.ftplab.junit.Ftp;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same with FtpLab. */
class StubAfterTest {

    @Ftp(anyUser = true, text = "orders.csv=apples;3\npears;4\n")
    FtpServer server;

    @Test
    void ordersAreRead() throws IOException {
        try (var orders = new Orders("127.0.0.1", server.port(), "anybody", "secret")) {
            assertEquals(List.of("apples;3", "pears;4"), orders.read());
        }
        assertEquals(List.of("RETR orders.csv"), server.commands("RETR"));
    }
}
