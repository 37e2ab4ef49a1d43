package io.github.ftplab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** An example of a doc comment and its environment, in a JVM and a directory of its own. */
public abstract class JavadocExample {

    protected final Path directory = Path.of("");
    protected final Path home = Path.of("ftp-root");
    protected final byte[] bytes = {1, 2, 3};
    protected final FtpServer server;
    protected final FtpServerBuilder builder;
    protected final FtpClient ftp;

    protected JavadocExample() throws IOException {
        for (var made : List.of("ftp-root/pub", "ftp-root/archive", "ftp-root/old", "ftp-root/incoming", "site")) {
            Files.createDirectories(Path.of(made));
        }
        for (var text : List.of(
                "example.txt",
                "pub/a.txt",
                "pub/b.md",
                "archive/c.txt",
                "old/a.txt",
                "a.iso",
                "b.iso",
                "big.iso",
                "large.iso")) {
            Files.writeString(home.resolve(text), "hello\n");
        }
        Files.writeString(Path.of("exampleFile.txt"), "example\n");
        Files.writeString(Path.of("site/index.html"), "<p>hello</p>\n");
        server = FtpServer.builder()
                .user("test", "potato", home, Permission.format(Permission.ALL))
                .tls()
                .port(0)
                .start();
        builder = FtpServer.builder().anonymous(home).port(0);
        ftp = server.connect("test", "potato");
    }

    /** The code of the example. */
    protected abstract void run() throws Exception;

    /** Stops the server soon; inserted into examples that would otherwise wait for that. */
    protected final void stopSoon() {
        new Thread(server::stop).start();
    }

    /** Runs the examples with these class names, in an empty working directory, and prints how each ended. */
    public static void main(String[] names) throws Exception {
        for (var name : names) {
            try {
                var type = Class.forName(name).asSubclass(JavadocExample.class);
                var example = type.getDeclaredConstructor().newInstance();
                example.run();
                example.ftp.close();
                System.out.println("ran " + name);
            } catch (Exception | LinkageError e) {
                System.out.println("failed " + name + ": " + e);
                e.printStackTrace();
            }
            FtpServer.stopAll();
            emptyDirectory();
        }
    }

    private static void emptyDirectory() throws IOException {
        try (var files = Files.walk(Path.of("").toAbsolutePath())) {
            for (var file : files.skip(1).sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
