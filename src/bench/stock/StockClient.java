import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;

/**
 * Apache Commons Net as in its documentation: reads operations from its input, one a line, and prints the seconds that
 * each took.
 */
public final class StockClient {

    public static void main(String[] args) throws Exception {
        var lines = new BufferedReader(new InputStreamReader(System.in));
        String line;
        while ((line = lines.readLine()) != null) {
            var words = line.split(" ");
            long began = System.nanoTime();
            run(words);
            System.out.println("ok " + (System.nanoTime() - began) / 1e9);
        }
    }

    /** COMMAND PORT USER PASSWORD REMOTE LOCAL. */
    private static void run(String[] words) throws Exception {
        if (words[0].equals("start")) {
            StockServer.start(0, "bench", "potato", words[1], 10).stop();
            return;
        }
        var ftp = new FTPClient();
        ftp.connect("127.0.0.1", Integer.parseInt(words[1]));
        check(ftp.login(words[2], words[3]), ftp);
        ftp.enterLocalPassiveMode();
        ftp.setFileType(FTP.BINARY_FILE_TYPE);
        switch (words[0]) {
            case "download" -> {
                try (var out = Files.newOutputStream(Path.of(words[5]))) {
                    check(ftp.retrieveFile(words[4], out), ftp);
                }
            }
            case "upload" -> {
                try (var in = Files.newInputStream(Path.of(words[5]))) {
                    check(ftp.storeFile(words[4], in), ftp);
                }
            }
            case "list" -> check(ftp.listFiles(words[4]).length > 0, ftp);
            default -> throw new IllegalArgumentException(words[0]);
        }
        ftp.logout();
        ftp.disconnect();
    }

    private static void check(boolean done, FTPClient ftp) throws IOException {
        if (!done) {
            throw new IOException(ftp.getReplyString());
        }
    }

    private StockClient() {}
}
