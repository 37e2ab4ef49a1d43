package example;

import java.io.ByteArrayOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;

/** The code to be tested: reads orders from an FTP server, and writes them to it. */
final class Orders implements AutoCloseable {

    private final FTPClient ftp;

    Orders(String host, int port, String user, String password) throws IOException {
        this(new FTPClient(), host, port, user, password);
    }

    Orders(FTPClient ftp, String host, int port, String user, String password) throws IOException {
        this.ftp = ftp;
        ftp.connect(host, port);
        if (!ftp.login(user, password)) {
            ftp.disconnect();
            throw new IOException("wrong user or password: " + ftp.getReplyString());
        }
        ftp.enterLocalPassiveMode();
        ftp.setFileType(FTP.BINARY_FILE_TYPE);
    }

    List<String> read() throws IOException {
        var content = new ByteArrayOutputStream();
        if (!ftp.retrieveFile("orders.csv", content)) {
            throw new IOException("no orders: " + ftp.getReplyString());
        }
        return content.toString(StandardCharsets.UTF_8).lines().toList();
    }

    void write(List<String> orders) throws IOException {
        var content = String.join("\n", orders).getBytes(StandardCharsets.UTF_8);
        if (!ftp.storeFile("orders.csv", new ByteArrayInputStream(content))) {
            throw new IOException("not written: " + ftp.getReplyString());
        }
    }

    @Override
    public void close() throws IOException {
        ftp.logout();
        ftp.disconnect();
    }
}
