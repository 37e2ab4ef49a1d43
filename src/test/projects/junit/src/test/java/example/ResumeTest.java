package example;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ftplab.FtpServer;
import io.github.ftplab.junit.Ftp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Going on in the middle of a file, and stopping there. */
class ResumeTest {

    @Ftp
    FtpServer server;

    @Ftp
    Path home;

    private final FTPClient ftp = new FTPClient();

    @BeforeEach
    void connect() throws IOException {
        ftp.connect("127.0.0.1", server.port());
        assertTrue(ftp.login("test", "potato"));
        ftp.enterLocalPassiveMode();
        ftp.setFileType(FTP.BINARY_FILE_TYPE);
    }

    @AfterEach
    void disconnect() throws IOException {
        ftp.disconnect();
    }

    @Test
    void downloadGoesOnWhereItStopped() throws IOException {
        Files.writeString(home.resolve("orders.csv"), "apples;3\npears;4\n");
        var file = new ByteArrayOutputStream();
        file.write("apples;3\n".getBytes());

        ftp.setRestartOffset(file.size());
        assertTrue(ftp.retrieveFile("orders.csv", file));

        assertArrayEquals(Files.readAllBytes(home.resolve("orders.csv")), file.toByteArray());
        assertEquals(List.of("REST 9", "RETR orders.csv"), server.commands("REST", "RETR"));
    }

    @Test
    void downloadIsAborted() throws IOException {
        try (var large = Files.newByteChannel(home.resolve("large.bin"), CREATE_NEW, WRITE)) {
            large.position(200_000_000);
            large.write(ByteBuffer.wrap(new byte[1]));
        }
        try (var in = ftp.retrieveFileStream("large.bin")) {
            assertEquals(0, in.read());
            ftp.abor();
            assertEquals(426, ftp.getReplyCode());
        }
        assertEquals(226, ftp.getReply());
        assertTrue(ftp.sendNoOp());
    }
}
