import io.github.ftplab.FtpServer;
import java.nio.file.Path;

/** With FtpLab. */
public final class OurFirstTest extends FirstTest {

    private FtpServer server;

    public static void main(String[] args) throws Exception {
        new OurFirstTest().run();
    }

    @Override
    int start(Path home) {
        server = FtpServer.builder().port(0).user("test", "potato", home, "elradfmwMT").start();
        return server.port();
    }

    @Override
    void stop() {
        server.stop();
    }
}
