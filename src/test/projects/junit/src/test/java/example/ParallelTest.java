package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ftplab.FtpServer;
import io.github.ftplab.junit.Ftp;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class ParallelTest {

    private static final Set<FtpServer> SERVERS = ConcurrentHashMap.newKeySet();

    @Ftp
    FtpServer server;

    @RepeatedTest(8)
    void eachHasAServerOfItsOwn() throws Exception {
        assertTrue(SERVERS.add(server));
        try (var orders = new Orders("127.0.0.1", server.port(), "test", "potato")) {
            orders.write(List.of("plums;5"));
            assertEquals(List.of("plums;5"), orders.read());
        }
        assertEquals(1, server.commands("STOR").size());
    }
}
