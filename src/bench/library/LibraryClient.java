import io.github.ftplab.DirectoryOptions;
import io.github.ftplab.FtpClient;
import io.github.ftplab.FtpServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * FtpLab's client: reads operations from its input, one a line, and prints the seconds that each took. With arguments,
 * runs that operation once.
 */
public final class LibraryClient {

    private static final DirectoryOptions SHARED = DirectoryOptions.DEFAULT.parallel(4);

    public static void main(String[] args) throws Exception {
        // start() prints where the server listens, but a program reads this output.
        var answers = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        if (args.length > 0) {
            run(args);
            return;
        }
        var lines = new BufferedReader(new InputStreamReader(System.in));
        String line;
        while ((line = lines.readLine()) != null) {
            var words = line.split(" ");
            long began = System.nanoTime();
            run(words);
            answers.println("ok " + (System.nanoTime() - began) / 1e9);
        }
    }

    /** COMMAND PORT USER PASSWORD REMOTE LOCAL. */
    private static void run(String[] words) throws Exception {
        if (words[0].equals("start")) {
            FtpServer.builder()
                    .port(0)
                    .user("bench", "potato", Path.of(words[1]), "elr")
                    .start()
                    .close();
            return;
        }
        try (var ftp = FtpClient.connect("127.0.0.1", Integer.parseInt(words[1])).login(words[2], words[3])) {
            switch (words[0]) {
                case "download" -> ftp.download(words[4], Path.of(words[5]));
                case "upload" -> ftp.upload(Path.of(words[5]), words[4]);
                case "list" -> ftp.list(words[4]);
                case "download-directory" -> ftp.downloadDirectory(words[4], Path.of(words[5]), SHARED).orThrow();
                case "upload-directory" -> ftp.uploadDirectory(Path.of(words[5]), words[4], SHARED).orThrow();
                default -> throw new IllegalArgumentException(words[0]);
            }
        }
    }

    private LibraryClient() {}
}
