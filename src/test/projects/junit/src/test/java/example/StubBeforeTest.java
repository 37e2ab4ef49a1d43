package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockftpserver.stub.StubFtpServer;
import org.mockftpserver.stub.command.RetrCommandHandler;

/** With MockFtpServer's StubFtpServer, which takes any user. */
class StubBeforeTest {

    private final StubFtpServer server = new StubFtpServer();
    private final RetrCommandHandler retr = new RetrCommandHandler("apples;3\npears;4\n");

    @BeforeEach
    void start() {
        server.setCommandHandler("RETR", retr);
        server.setServerControlPort(0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void ordersAreRead() throws IOException {
        try (var orders = new Orders("127.0.0.1", server.getServerControlPort(), "anybody", "secret")) {
            assertEquals(List.of("apples;3", "pears;4"), orders.read());
        }
        assertEquals(1, retr.numberOfInvocations());
        assertEquals("orders.csv", retr.getInvocation(0).getString(RetrCommandHandler.PATHNAME_KEY));
    }
}
