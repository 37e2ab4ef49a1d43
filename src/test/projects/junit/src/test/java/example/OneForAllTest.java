package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ftplab.FtpClient;
import io.github.ftplab.FtpServer;
import io.github.ftplab.FtpServerBuilder;
import io.github.ftplab.junit.Ftp;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@Ftp(user = "ann:potato:elr", text = {"orders.csv=plums;5", "archive/"})
class OneForAllTest {

    @Ftp
    FtpServer server;

    @Ftp
    static void options(FtpServerBuilder builder) {
        builder.banner("Welcome to the orders");
    }

    @BeforeAll
    static void filesAreThere(@Ftp FtpClient ftp) {
        assertEquals(List.of("archive", "orders.csv"), ftp.nlst().stream().sorted().toList());
    }

    @Test
    void ordersAreRead() throws Exception {
        try (var orders = new Orders("127.0.0.1", server.port(), "ann", "potato")) {
            assertEquals(List.of("plums;5"), orders.read());
        }
    }

    @Nested
    class Within {

        @Test
        void serverIsTheSame(@Ftp FtpClient ftp) {
            assertEquals(server.port(), ftp.port());
            assertEquals("220 Welcome to the orders", ftp.welcome().toString());
        }
    }
}
