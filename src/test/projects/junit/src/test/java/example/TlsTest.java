package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ftplab.FtpClient;
import io.github.ftplab.FtpServer;
import io.github.ftplab.junit.Ftp;
import java.io.IOException;
import java.util.List;
import org.apache.commons.net.ftp.FTPSClient;
import org.junit.jupiter.api.Test;

class TlsTest {

    @Ftp(user = "ann:potato", files = "/ftp", requireTls = true)
    FtpServer server;

    @Test
    void ordersAreReadEncrypted() throws Exception {
        var ftps = new FTPSClient(server.clientSslContext());
        try (var orders = new Orders(ftps, "127.0.0.1", server.port(), "ann", "potato")) {
            ftps.execPBSZ(0);
            ftps.execPROT("P");
            assertEquals(List.of("apples;3", "pears;4"), orders.read());
        }
        assertTrue(server.transcript().toString().contains("TLS on the data connection"));
    }

    @Test
    void clientOfTheTestIsEncryptedToo(@Ftp FtpClient ftp) {
        assertEquals("apples;3\npears;4\n", ftp.readText("orders.csv"));
    }

    @Test
    void plainLoginIsRefused() {
        assertThrows(IOException.class, () -> new Orders("127.0.0.1", server.port(), "ann", "potato"));
    }
}
