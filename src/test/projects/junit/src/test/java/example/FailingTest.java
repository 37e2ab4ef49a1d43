package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ftplab.FtpServer;
import io.github.ftplab.junit.Ftp;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Fails, to show its report. */
@Tag("failing")
class FailingTest {

    @Ftp(text = "order.csv=plums;5")
    FtpServer server;

    @Test
    void ordersAreRead() throws Exception {
        try (var orders = new Orders("127.0.0.1", server.port(), "test", "potato")) {
            assertEquals(List.of("plums;5"), orders.read());
        }
    }
}
