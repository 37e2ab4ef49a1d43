package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.ftplab.testing.FileTree;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * {@link FtpServerBuilder#listing}: the forms of LIST in the corpus that no {@link Manners} have, by a server, and what
 * our client does with them.
 */
@WithServer
class OwnListingTest {

    /** What has no other time. */
    private static final Instant TIME = Instant.parse("2025-03-05T21:18:00Z");

    @Given
    final Path home = FtpServer.inMemory();

    @Given
    Servers servers;

    @TempDir
    Path here;

    /**
     * A form of LIST.
     *
     * @param id of a listing of the corpus with that form, or in words
     * @param file the line of a file
     * @param directory the line of a directory; empty if that system has none
     * @param time the pattern of the time
     */
    private record Form(String id, String file, String directory, String time, Locale locale) {

        String line(RemoteFile entry) {
            var modified = entry.modified().orElseThrow();
            var format = DateTimeFormatter.ofPattern(time, locale).withZone(ZoneOffset.UTC);
            return (entry.isDirectory() ? directory : file)
                    .replace("{size}", Long.toString(entry.size().orElse(0)))
                    .replace("{epoch}", Long.toString(modified.getEpochSecond()))
                    .replace("{time}", format.format(modified))
                    .replace("{name}", entry.name());
        }

        @Override
        public String toString() {
            return id;
        }
    }

    private static Form form(String id, String file, String directory, String time) {
        return new Form(id, file, directory, time, Locale.ENGLISH);
    }

    /** A form like that of {@code ls -l}. */
    private static Form unix(String id, String line, String time) {
        int mode = line.indexOf('-');
        return form(id, line, line.substring(0, mode) + "d" + line.substring(mode + 1), time);
    }

    static final List<Form> FORMS = List.of(
            unix("L01", "-r-xr-xr-x   2 root                  {size} {time} {name}", "MMM ppd  uuuu"),
            form("L09", "{time} {size} {name}", "{time}       <DIR>          {name}", "uuuu-MM-dd  HH:mm"),
            form("L10", "0100644   500  101   {size}    {epoch}       {name}", "0040755 0 0 {size} {epoch} {name}", ""),
            form("L11", "{size}  {time} {name}", "{size}  {time} {name}/", "MMM dd, uuuu HH:mm"),
            unix("L12", "-rwxr-xr-x    1 user group        {size} {time} {name}", "MMM dd, uuuu HH:mm"),
            new Form(
                    "L15",
                    "-r-xr-xr-x   2 root     other      {size} {time} {name}",
                    "dr-xr-xr-x   2 root     other      {size} {time} {name}",
                    "d.   MMM  uuuu",
                    Locale.GERMANY),
            unix("L16", "-r-xr-xr-x   2 root     other      {size} {time} {name}", "uuuu/MM/dd HH:mm"),
            unix("L18", "-r-xr-xr-x   2 root  root  {size} {time}   {name}", "uuuu.MM.dd"),
            unix("L26", "-rwxr-xr-x   4 (?)      (?)          {size} {time} {name}", "MMM ppd  uuuu"),
            unix("L27", "-rw-r--r-- 2 3 {size} {time} {name}", "MMM dd  uuuu"),
            unix("L28", "-r--r--r--  1 ftp      -A---       {size} {time} {name}", "MMM ppd  uuuu"),
            unix("L29", "-rwxr-xr-x1732 266      111        {size} {time} {name}", "MMM dd  uuuu"),
            form(
                    "L39",
                    "{time}                 {size} {name}",
                    "{time}       <DIR>          {name}",
                    "MM-dd-uuuu  hh:mma"),
            form(
                    "L40",
                    "{time}                 {size} {name}",
                    "{time}       <DIR>          {name}",
                    "MM-dd-uu  HH:mm"),
            unix("L42", "-rw-r--r--.  1 test     test            {size} {time} {name}", "MMM dd  uuuu"),
            unix("L43", "-rw-r--r--@  1 test     test            {size} {time} {name}", "MMM dd  uuuu"),
            unix("L44", "  16180    8 -rw-r--r--   1 test     test            {size} {time} {name}", "MMM dd  uuuu"),
            unix("L45", "-rw-r--r--   1 test     test            {size} {time} {name}", "ppd MMM  uuuu"),
            unix("L60", "-rw-r--r-- owner group {size} {time} {name}", "MMM dd uuuu"),
            unix("L61", "-rw------- 1 0 {size} {time} {name}", "MMM dd uuuu"),
            unix("dates of ISO 8601", "-rw-r--r--   1 root     other        {size} {time} {name}", "uuuu-MM-dd HH:mm"),
            unix("Korean dates", "-rw-r--r--   1 root     sys  {size} {time} {name}", "uuuu년 ppM월 ppd일"),
            unix("an access list", "-rw-rw-r--+  1 521      101         {size} {time} {name}", "MMM dd  uuuu"),
            form(
                    "German Windows",
                    "{time}             {size} {name}",
                    "{time}    <DIR>          {name}",
                    "dd.MM.uuuu  HH:mm"),
            form("VxWorks", "{size}    {time}   {name}", "{size}    {time}   {name} <DIR>", "MMM-dd-uuuu  HH:mm:ss"),
            form(
                    "OS-9",
                    "20.20 {time} --ewrewr 2650 {size} {name}",
                    "20.20 {time} d-ewrewr 2650 {size} {name}",
                    "uu/MM/dd HHmm"),
            form("HP NonStop", "{name} 101 {size} {time} 255,255 \"oooo\"", "", "d-MMM-uu HH:mm:ss"),
            form("Nortel", "{name}       {size}  {time}", "", "MM/dd/uu  EEE.   HH:mm:ss"),
            form("members of MVS", "{name}   01.03 2002/09/12 {time}    11    11     0 KIL001", "", "uuuu/MM/dd HH:mm"),
            unix("Connect:Enterprise", "-C--E-----FTP B BCC3I1       7670  {size} {time} {name}", "MMM dd HH:mm"));

    @BeforeEach
    void makeFiles() throws IOException {
        Files.createDirectories(home.resolve("PUB/SUB"));
        Files.writeString(home.resolve("EXAMPLE.TXT"), "hello\n");
        Files.writeString(home.resolve("PUB/README.TXT"), "read me\n");
        Files.writeString(home.resolve("PUB/SUB/DATA"), "data");
        for (var name : List.of("PUB/SUB/DATA", "PUB/SUB", "PUB/README.TXT", "PUB", "EXAMPLE.TXT")) {
            Files.setLastModifiedTime(home.resolve(name), FileTime.from(TIME));
        }
    }

    @ParameterizedTest
    @FieldSource("FORMS")
    void clientListsWalksDownloadsAndMirrors(Form form) throws IOException {
        var server = servers.start(builder -> builder.listing(form::line));
        try (var ftp = server.connect("test", "potato")) {
            var flat = ftp.list("PUB/SUB");
            assertThat(flat.unread()).isEmpty();
            assertThat(flat.files())
                    .extracting(RemoteFile::name, RemoteFile::isFile)
                    .containsExactly(tuple("DATA", true));
            assertThat(ftp.readText("PUB/SUB/DATA")).isEqualTo("data");
            if (form.directory().isEmpty() || form.id().equals("Connect:Enterprise")) {
                return;
            }
            assertThat(ftp.list().files())
                    .extracting(RemoteFile::name, RemoteFile::isDirectory)
                    .containsExactlyInAnyOrder(tuple("EXAMPLE.TXT", false), tuple("PUB", true));
            assertThat(ftp.walk("PUB"))
                    .extracting(RemoteFile::path)
                    .containsExactlyInAnyOrder("PUB/README.TXT", "PUB/SUB", "PUB/SUB/DATA");
            ftp.download("EXAMPLE.TXT", here.resolve("one.txt"));
            assertThat(here.resolve("one.txt")).hasContent("hello\n");
            assertThat(ftp.mirrorDown("PUB", here.resolve("copy"), DirectoryOptions.DEFAULT)
                            .failures())
                    .isEmpty();
            assertThat(FileTree.contents(here.resolve("copy"))).isEqualTo(FileTree.contents(home.resolve("PUB")));
        }
    }

    static final List<Form> OF_THE_CORPUS =
            FORMS.stream().filter(form -> form.id().matches("L\\d\\d")).toList();

    /** The server's line is the one of the corpus, but for the number of blanks. */
    @ParameterizedTest
    @FieldSource("OF_THE_CORPUS")
    void formIsThatOfTheCorpus(Form form) throws IOException {
        var corpus = Files.readString(Path.of("src/test/resources/listings/corpus.txt"));
        int begin = corpus.indexOf("\n# " + form.id());
        var lines = corpus.substring(begin).lines().skip(2).limit(2).toList();
        var fields = lines.get(1).substring(2).split("\\|", 5);
        var entry = RemoteFile.builder(fields[4])
                .type(RemoteFile.Type.valueOf(fields[0]))
                .size(fields[1].matches("\\d+") ? Long.parseLong(fields[1]) : 6)
                .modified(fields[2].equals("?") ? TIME : Instant.parse(fields[2]))
                .build();

        assertThat(blanks(form.line(entry)))
                .isEqualTo(blanks(lines.get(0).substring(2).replace("\\r\\n", "")));
    }

    private static String blanks(String line) {
        return line.strip().replaceAll(" +", " ");
    }

    @Test
    void functionKnowsWhatALineMayTell() throws IOException {
        var server = servers.start(builder -> builder.listing(file -> String.join(
                "|",
                file.type().name(),
                String.valueOf(file.size().orElse(-1)),
                file.modified().orElseThrow().toString(),
                String.valueOf(file.permissions().orElse("").length()),
                String.valueOf(file.owner().isPresent() && file.group().isPresent()),
                file.name())));
        try (var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.receive("LIST EXAMPLE.TXT").text())
                    .isEqualTo("FILE|6|2025-03-05T21:18:00Z|9|true|EXAMPLE.TXT\r\n");
            assertThat(client.receive("LIST PUB").text().lines())
                    .hasSize(2)
                    .anyMatch(line -> line.startsWith("DIRECTORY|"));
            assertThat(client.send("MLSD")).startsWith("500 ");
            assertThat(client.send("FEAT")).contains("SIZE").doesNotContain("MLST");
            assertThat(client.send("OPTS MLST type;")).startsWith("501 ");
        }
    }

    @Test
    void lineBreaksForgeNoLinesAndFailuresAreAnswered() throws IOException {
        var server = servers.start(builder -> builder.manners(Manners.IIS).listing(file -> {
            if (file.isDirectory()) {
                throw new IllegalStateException("not today");
            }
            return "a\r\nb " + file.name();
        }));
        try (var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.greeting()).startsWith("220 Microsoft FTP Service");
            assertThat(client.receive("LIST EXAMPLE.TXT").text().lines()).hasSize(1);
            assertThat(client.receive("LIST").reply()).startsWith("451 ");
            assertThat(client.send("NOOP")).startsWith("200 ");
        }
    }
}
