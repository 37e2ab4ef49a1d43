package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ftplab.FtpServer;
import io.github.ftplab.junit.Ftp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.commons.net.ftp.FTPClient;
import org.junit.jupiter.api.Test;

class ListingTest {

    @Test
    void timesAreThoseOfThisJvm(@Ftp(text = "a.txt=") FtpServer server, @Ftp Path home) throws Exception {
        var time = Instant.now().minus(3, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MINUTES);
        Files.setLastModifiedTime(home.resolve("a.txt"), FileTime.from(time));
        var ftp = new FTPClient();
        ftp.connect("127.0.0.1", server.port());
        assertTrue(ftp.login("test", "potato"));
        ftp.enterLocalPassiveMode();
        assertEquals(time, ftp.listFiles()[0].getTimestamp().toInstant());
        ftp.disconnect();
    }
}
