import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.net.ftp.FTPClient;

/** What the first test of a JVM does: starts a server, uploads a file, downloads it, and stops the server. */
abstract class FirstTest {

    /** Starts the server. {@return its port} */
    abstract int start(Path home) throws Exception;

    abstract void stop();

    final void run() throws Exception {
        var home = Files.createTempDirectory("first-test");
        int port = start(home);
        var ftp = new FTPClient();
        ftp.connect("127.0.0.1", port);
        require(ftp.login("test", "potato"));
        ftp.enterLocalPassiveMode();
        require(ftp.storeFile("a.txt", new ByteArrayInputStream("hello".getBytes())));
        var found = new ByteArrayOutputStream();
        require(ftp.retrieveFile("a.txt", found));
        require(found.toString().equals("hello"));
        ftp.logout();
        ftp.disconnect();
        stop();
        Files.deleteIfExists(home.resolve("a.txt"));
        Files.delete(home);
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new AssertionError("the test failed");
        }
    }
}
