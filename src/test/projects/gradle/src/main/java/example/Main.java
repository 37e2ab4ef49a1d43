package example;

import io.github.ftplab.FtpServer;
import io.github.ftplab.ServerEvent;
import java.nio.file.Path;
import java.time.Duration;

/** A program that embeds the server, and prints one line itself. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        try (var server = FtpServer.builder()
                        .port(0)
                        .createHome()
                        .user("test", "potato", Path.of(arguments[0]), "elradfmwMT")
                        .tls()
                        .requireTls()
                        .start();
                var ftp = server.connect("test", "potato")) {
            ftp.writeText("a.txt", "hello");
            server.awaitEvents(ServerEvent.Upload.class, 1, Duration.ofSeconds(10));
            System.out.println("received: " + ftp.readText("a.txt"));
        }
    }
}
