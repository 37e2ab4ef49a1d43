package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ftplab.FtpServer;
import io.github.ftplab.junit.Ftp;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrdersTest {

    @Ftp(user = "ann:potato:elr", files = "/ftp")
    FtpServer server;

    @Test
    void allAreRead() throws Exception {
        try (var orders = new Orders("127.0.0.1", server.port(), "ann", "potato")) {
            assertEquals(List.of("apples;3", "pears;4"), orders.read());
        }
        assertEquals(List.of("RETR orders.csv"), server.commands("RETR"));
    }
}
