import java.nio.file.Path;
import org.mockftpserver.fake.FakeFtpServer;
import org.mockftpserver.fake.UserAccount;
import org.mockftpserver.fake.filesystem.DirectoryEntry;
import org.mockftpserver.fake.filesystem.UnixFakeFileSystem;

/** With MockFtpServer, whose files are in memory. */
public final class MockFirstTest extends FirstTest {

    private final FakeFtpServer server = new FakeFtpServer();

    public static void main(String[] args) throws Exception {
        new MockFirstTest().run();
    }

    @Override
    int start(Path home) {
        var files = new UnixFakeFileSystem();
        files.add(new DirectoryEntry("/data"));
        server.setFileSystem(files);
        server.addUserAccount(new UserAccount("test", "potato", "/data"));
        server.setServerControlPort(0);
        server.start();
        return server.getServerControlPort();
    }

    @Override
    void stop() {
        server.stop();
    }
}
