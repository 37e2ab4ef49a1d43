package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockftpserver.fake.FakeFtpServer;
import org.mockftpserver.fake.UserAccount;
import org.mockftpserver.fake.filesystem.DirectoryEntry;
import org.mockftpserver.fake.filesystem.FileEntry;
import org.mockftpserver.fake.filesystem.UnixFakeFileSystem;

/** With MockFtpServer's FakeFtpServer. */
class FakeBeforeTest {

    private final FakeFtpServer server = new FakeFtpServer();

    @BeforeEach
    void start() {
        var files = new UnixFakeFileSystem();
        files.add(new DirectoryEntry("/data"));
        files.add(new FileEntry("/data/orders.csv", "apples;3\npears;4\n"));
        server.setFileSystem(files);
        server.addUserAccount(new UserAccount("ann", "potato", "/data"));
        server.setServerControlPort(0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void ordersAreReadAndWritten() throws IOException {
        try (var orders = new Orders("127.0.0.1", server.getServerControlPort(), "ann", "potato")) {
            assertEquals(List.of("apples;3", "pears;4"), orders.read());
            orders.write(List.of("plums;5"));
        }
        assertEquals(7, server.getFileSystem().getEntry("/data/orders.csv").getSize());
    }

    @Test
    void wrongPasswordIsRefused() {
        assertThrows(IOException.class, () -> new Orders("127.0.0.1", server.getServerControlPort(), "ann", "leek"));
    }
}
