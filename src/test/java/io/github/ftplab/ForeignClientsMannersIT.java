package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Certificates;
import io.github.ftplab.testing.Command;
import io.github.ftplab.testing.FileTree;
import io.github.ftplab.testing.ForeignClient;
import io.github.ftplab.testing.ForeignClient.Ability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What other clients do with servers that ours imitates. The table in {@code docs/servers.md} is made by this test: after
 * a change run it with {@code -Dftplab.updateTables=true}.
 */
@Tag("full")
@Timeout(300)
class ForeignClientsMannersIT {

    private static final Path DOCUMENT = Path.of("docs/servers.md");
    private static final String BEGIN = "<!-- begin: other clients, made by ForeignClientsMannersIT -->\n";
    private static final String END = "<!-- end: other clients -->\n";

    private static final List<ForeignClient> CLIENTS = List.of(
            ForeignClient.CURL,
            ForeignClient.LFTP,
            ForeignClient.FTPLIB,
            ForeignClient.WGET,
            ForeignClient.NCFTP,
            ForeignClient.TNFTP,
            ForeignClient.RCLONE,
            ForeignClient.AIOFTP);

    @TempDir
    Path home;

    @TempDir
    Path here;

    private Path certificate = Path.of("");

    @Test
    void tableSaysWhatTheyDo() throws IOException {
        // lftp wants one to exist, though nothing is encrypted.
        certificate = Certificates.selfSigned(here, "localhost");
        Files.createDirectories(home.resolve("PUB/SUB"));
        Files.writeString(home.resolve("EXAMPLE.TXT"), "hello\n");
        Files.writeString(home.resolve("PUB/README.TXT"), "read me\n");
        Files.writeString(home.resolve("PUB/SUB/DATA.TXT"), "data\n");
        var table = new StringBuilder("| `Manners` |");
        CLIENTS.forEach(client -> table.append(' ').append(name(client)).append(" |"));
        table.append("\n|---|").append("---|".repeat(CLIENTS.size())).append('\n');
        for (var manners : Manners.values()) {
            table.append("| `").append(manners).append("` |");
            for (var client : CLIENTS) {
                table.append(' ').append(result(client, manners)).append(" |");
            }
            table.append('\n');
        }
        var document = Files.readString(DOCUMENT);
        int begin = document.indexOf(BEGIN) + BEGIN.length();
        int end = document.indexOf(END);
        if (Boolean.getBoolean("ftplab.updateTables")) {
            Files.writeString(DOCUMENT, document.substring(0, begin) + table + document.substring(end));
        } else {
            assertThat(document.substring(begin, end)).isEqualTo(table.toString());
        }
    }

    private static String name(ForeignClient client) {
        return client == ForeignClient.FTPLIB
                ? "Python's ftplib"
                : client.name().toLowerCase(Locale.ROOT);
    }

    /** {@return "all", or what does not work} Each client has a server of its own, so that none is replaced. */
    private String result(ForeignClient client, Manners manners) throws IOException {
        var user = FtpServer.builder().port(0).manners(manners).user("test", "potato", home, "elradfmwMT");
        var failed = new ArrayList<String>();
        try (var server = user.start()) {
            var login = new ForeignClient.Login(
                    ForeignClient.Tls.NONE, "127.0.0.1", server.port(), "test", "potato", false, certificate);
            if (client.can(Ability.LIST)) {
                var listed =
                        client.list(login, "").limit(Duration.ofSeconds(60)).run();
                // z/VM lists a file's name and type in two columns.
                if (!listed.out().matches("(?s).*EXAMPLE[. ]+TXT.*")) {
                    failed.add("list");
                }
            }
            var copy = Files.createTempDirectory(here, "copy");
            if (!isDone(client.download(login, "EXAMPLE.TXT", copy.resolve("one")), copy, Map.of("one", "hello\n"))) {
                failed.add("download");
            }
            var upload = copy.resolve("up");
            Files.writeString(upload, "new\n");
            if (client.can(Ability.WRITE)) {
                client.upload(login, upload, "NEW.TXT")
                        .limit(Duration.ofSeconds(60))
                        .run();
                if (!Files.deleteIfExists(home.resolve("NEW.TXT"))) {
                    failed.add("upload");
                }
            }
            if (client.can(Ability.MIRROR)) {
                var mirror = Files.createTempDirectory(here, "mirror");
                client.mirror(login, "PUB", mirror)
                        .limit(Duration.ofSeconds(60))
                        .run();
                if (FileTree.contents(mirror).keySet().stream().noneMatch(name -> name.endsWith("SUB/DATA.TXT"))) {
                    failed.add("mirror");
                }
            }
        }
        return failed.isEmpty() ? "all" : "not " + String.join(", ", failed);
    }

    private static boolean isDone(Command command, Path directory, Map<String, String> expected) throws IOException {
        command.limit(Duration.ofSeconds(60)).run();
        return FileTree.contents(directory).equals(expected);
    }
}
