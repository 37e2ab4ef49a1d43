package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With an Apache FtpServer that is started by hand. */
class ApacheBeforeTest {

    @TempDir
    Path home;

    private FtpServer server;
    private Listener listener;

    @BeforeEach
    void start() throws IOException, FtpException {
        Files.writeString(home.resolve("orders.csv"), "apples;3\npears;4\n");
        var factory = new FtpServerFactory();
        var listeners = new ListenerFactory();
        listeners.setPort(0);
        listener = listeners.createListener();
        factory.addListener("default", listener);
        var user = new BaseUser();
        user.setName("ann");
        user.setPassword("potato");
        user.setHomeDirectory(home.toString());
        user.setAuthorities(List.of(new WritePermission()));
        factory.getUserManager().save(user);
        server = factory.createServer();
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void ordersAreReadAndWritten() throws IOException {
        try (var orders = new Orders("127.0.0.1", listener.getPort(), "ann", "potato")) {
            assertEquals(List.of("apples;3", "pears;4"), orders.read());
            orders.write(List.of("plums;5"));
        }
        assertEquals("plums;5", Files.readString(home.resolve("orders.csv")));
    }
}
