import io.github.ftplab.FtpServer;
import io.github.ftplab.ServerEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.vfs2.FileFilterSelector;
import org.apache.commons.vfs2.FileSystemOptions;
import org.apache.commons.vfs2.Selectors;
import org.apache.commons.vfs2.filter.AgeFileFilter;
import org.apache.commons.vfs2.impl.StandardFileSystemManager;
import org.apache.commons.vfs2.provider.ftp.FtpFileSystemConfigBuilder;
import org.springframework.integration.ftp.filters.FtpLastModifiedFileListFilter;
import org.springframework.integration.ftp.session.DefaultFtpSessionFactory;
import org.springframework.integration.ftp.session.FtpRemoteFileTemplate;
import org.springframework.integration.file.support.FileExistsMode;
import org.springframework.messaging.support.MessageBuilder;

/** Lists, fetches, filters by age, stores and moves with each library; prints a line for each. */
public final class Main {

    private static final Duration OLD = Duration.ofMinutes(30);

    public static void main(String[] arguments) throws Exception {
        var home = Path.of(arguments[0]);
        try (var server = FtpServer.builder()
                .port(0)
                .user("test", "potato", home, "elradfmwMT")
                .zone(ZoneId.systemDefault())
                .start()) {
            for (var library : List.of("vfs", "spring", "camel")) {
                var directory = Files.createDirectory(home.resolve(library));
                Files.writeString(directory.resolve("new.txt"), "new");
                var old = Files.writeString(directory.resolve("old.txt"), "old");
                Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(OLD.multipliedBy(2))));
                var port = server.port();
                switch (library) {
                    case "vfs" -> vfs(port);
                    case "spring" -> spring(port);
                    default -> camel(port, server);
                }
                try (var left = Files.list(directory)) {
                    System.out.println(library + ": "
                            + left.map(file -> file.getFileName().toString())
                                    .sorted()
                                    .toList());
                }
            }
        }
    }

    private static void vfs(int port) throws Exception {
        var options = new FileSystemOptions();
        var ftp = FtpFileSystemConfigBuilder.getInstance();
        ftp.setPassiveMode(options, true);
        ftp.setUserDirIsRoot(options, true);
        try (var manager = new StandardFileSystemManager()) {
            manager.init();
            var root = manager.resolveFile("ftp://test:potato@127.0.0.1:" + port + "/vfs", options);
            require(root.getChildren().length == 2, "two files");
            var found = root.findFiles(new FileFilterSelector(
                    new AgeFileFilter(Instant.now().minus(OLD).toEpochMilli(), true)));
            require(found.length == 1 && found[0].getName().getBaseName().equals("old.txt"), "old.txt is the old one");
            require(found[0].getContent().getString(StandardCharsets.UTF_8).equals("old"), "its text");
            found[0].moveTo(root.resolveFile("moved.txt"));
            try (var out = root.resolveFile("stored.txt").getContent().getOutputStream()) {
                out.write(1);
            }
        }
    }

    private static void spring(int port) throws Exception {
        var sessions = new DefaultFtpSessionFactory();
        sessions.setHost("127.0.0.1");
        sessions.setPort(port);
        sessions.setUsername("test");
        sessions.setPassword("potato");
        sessions.setClientMode(2);
        var template = new FtpRemoteFileTemplate(sessions);
        var listed = template.list("/spring");
        require(listed.length == 2, "two files");
        var filter = new FtpLastModifiedFileListFilter();
        filter.setAge(OLD.toSeconds());
        var aged = filter.filterFiles(listed);
        require(aged.size() == 1 && aged.get(0).getName().equals("old.txt"), "old.txt is the old one");
        template.get("/spring/old.txt", in -> require(new String(in.readAllBytes(), StandardCharsets.UTF_8).equals("old"), "its text"));
        template.rename("/spring/old.txt", "/spring/moved.txt");
        template.execute(session -> {
            session.write(new java.io.ByteArrayInputStream(new byte[] {1}), "/spring/stored.txt");
            return null;
        });
    }

    private static void camel(int port, FtpServer server) throws Exception {
        var uri = "ftp:test@127.0.0.1:" + port + "/camel?password=potato&passiveMode=true";
        var received = new CountDownLatch(1);
        try (var camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(uri + "&initialDelay=0&delay=200&readLock=changed&readLockCheckInterval=100&readLockTimeout=1000"
                                    + "&readLockMinAge=" + OLD.toMillis() + "&include=.*[.]txt&move=moved.out")
                            .process(exchange -> {
                                require(exchange.getIn().getBody(String.class).equals("old"), "old.txt is the old one");
                                received.countDown();
                            });
                    from("direct:store").to(uri);
                }
            });
            camel.start();
            require(received.await(30, TimeUnit.SECONDS), "one file");
            server.awaitEvents(ServerEvent.Rename.class, 3, Duration.ofSeconds(10));
            camel.createProducerTemplate().sendBodyAndHeader("direct:store", "x", "CamelFileName", "stored.dat");
        }
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
