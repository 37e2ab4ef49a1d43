package example.consumer;

import io.github.ftplab.FtpServer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Starts a server with TLS, homes in memory and a users file, and copies a file to it and back. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        var work = Path.of(arguments[0]);
        var sent = Files.writeString(work.resolve("sent.txt"), "over TLS");
        var home = Files.createDirectory(work.resolve("home"));
        var users = Files.writeString(work.resolve("users.csv"), "name,password,home,letters\nbob,carrot,home,elr\n");
        Files.writeString(home.resolve("example.txt"), "from a directory");

        var builder = FtpServer.builder().port(0).user("ann", "potato", FtpServer.inMemory(), "elradfmwMT");
        try (var server = builder.users(users).tls().requireTls().start()) {
            try (var ftp = server.connect("ann", "potato")) {
                ftp.upload(sent, "stored.txt");
                ftp.download("stored.txt", work.resolve("received.txt"));
                System.out.println(ftp.transcript().toString().contains("AUTH TLS"));
            }
            try (var ftp = server.connect("bob", "carrot")) {
                ftp.download("example.txt", work.resolve("example.txt"));
            }
        }
        System.out.println(Files.readString(work.resolve("received.txt")));
        System.out.println(Files.readString(work.resolve("example.txt")));
        System.out.println(FtpServer.class.getModule());
    }
}
