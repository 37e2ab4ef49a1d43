package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ftplab.testing.FakeServer;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.WithServer;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A name is sent in a form that means the listed entry. If the server would take it for another, nothing is done. */
@WithServer
class NamesOnServerTest {

    @Given
    FakeServer server;

    @Given
    FtpClient ftp;

    private volatile String current = "/";

    @BeforeEach
    void answer() {
        server.on("FEAT", "211-Features:\r\n MLST type*;size*;\r\n211 End")
                .on("MLST", "250-Begin\r\n type=dir; x\r\n250 End")
                .on("PWD", (talk, argument) -> talk.say("257 \"" + current + "\""))
                .on("MLSD", (talk, argument) -> talk.sendData("type=file;size=6; precious\r\n"))
                .on("SIZE", "550 no such file")
                .on("DELE", "250 gone")
                .on("RMD", "250 gone");
    }

    /** Sets up a server that takes the name of one directory for another. */
    private void goes(String name, String where) {
        server.on(
                "LIST",
                (talk, argument) ->
                        talk.sendData("drwxr-xr-x   2 test     test         4096 Mar 05  2025 " + name + "\r\n"));
        server.on("CWD", (talk, argument) -> {
            current = argument.startsWith("/") ? argument : where;
            talk.say("250 fine");
        });
        ftp.login("test", "potato");
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            quoteCharacter = '"',
            value = {"~,/", "~root,/root", "\"x \",/x", "\" x\",/x", "[x],/x", "*,/a", "-a,/", "...,/", "a\\b,/a/b"})
    void directoryThatIsTakenForAnotherIsNotDeleted(String name, String where) {
        goes(name, where);
        var result = ftp.deleteDirectory(name);
        assertThat(result.deleted()).isEmpty();
        assertThat(result.failures())
                .singleElement()
                .asString()
                .contains("the server has taken that to mean \"" + where + "\"");
        assertThat(server.commands()).noneMatch(command -> command.matches("(DELE|RMD).*"));
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"~", "x ", "[x]", "-a"})
    void directoryThatIsTakenForItselfIsDeleted(String name) {
        goes(name, "/" + name);
        assertThat(ftp.deleteDirectory(name).orThrow().deleted()).containsExactly(name + "/precious", name);
        assertThat(server.commands()).contains("MLSD");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void sessionThatDoesNotGetBackIsClosed() {
        goes("[x]", "/[x]");
        server.on("CWD", (talk, argument) -> {
            current = "/[x]";
            talk.say(argument.equals("/") ? "550 no way back" : "250 fine");
        });
        ftp.deleteDirectory("[x]");
        assertThat(server.commands()).noneMatch(command -> command.matches("(DELE|RMD).*"));
        assertThatExceptionOfType(FtpException.Connection.class)
                .isThrownBy(ftp::pwd)
                .withMessageContaining("did not let it back to /");
    }

    @Test
    void fileWhoseBlanksAreDroppedIsNotDeletedIfThereIsAnotherOfThatName() {
        goes("d", "/d");
        server.on("MLSD", (talk, argument) -> talk.sendData("type=file; x\r\ntype=file; x \r\ntype=file; y \r\n"))
                .on("SIZE", "213 6");
        var result = ftp.deleteDirectory("d");
        assertThat(result.deleted()).containsExactly("d/x", "d/y ");
        assertThat(result.failures())
                .extracting(DirectoryTransfer.Failure::path)
                .containsExactly("d/x ");
        server.on("SIZE", "550 no such file");
        assertThat(ftp.deleteDirectory("d").orThrow().deleted()).contains("d/x ", "d");
    }

    @Test
    void fileWithABackslashIsNotDeletedWhereThatMayBeADivider() {
        goes("d", "/d");
        server.on("MLSD", (talk, argument) -> talk.sendData("type=file; ..\\precious\r\n"))
                .on("SIZE", (talk, argument) -> talk.say(argument.equals("d/../precious") ? "213 6" : "550 no"));
        assertThat(ftp.deleteDirectory("d").deleted()).isEmpty();
        server.on("SIZE", "550 no such file");
        assertThat(ftp.deleteDirectory("d").orThrow().deleted()).containsExactly("d/..\\precious", "d");
    }

    @Test
    void listGoesIntoADirectoryWhoseNameItCouldMisread() {
        goes("a b", "/a b");
        ftp.dir("a b");
        assertThat(server.commands()).contains("CWD a b", "LIST").doesNotContain("LIST a b");
        server.on("CWD", "550 no directory");
        ftp.dir("*.txt");
        ftp.dir("a b.txt");
        assertThat(server.commands()).contains("LIST *.txt", "LIST a b.txt");
    }

    @Test
    void pathOfAnAddressIsSentAsItStands() {
        goes("x", "/home/ann");
        var address = URI.create("ftp://127.0.0.1:" + server.port() + "/~ann");
        try (var other = FtpClient.connect(address)) {
            other.login("~test", "potato");
        }
        assertThat(server.commands()).contains("USER ~test", "CWD ~ann");
    }

    @Test
    void everyCommandTakesANameForWhatWasListed() {
        goes("~", "/~");
        server.on("RNFR", "350 go on")
                .on("RNTO", "250 done")
                .on("MKD", "257 \"/~\"")
                .on("MDTM", "213 20250305000000");
        server.on("SIZE", "213 6").on("RETR", (talk, argument) -> talk.sendData("x"));
        server.on("STOR", (talk, argument) -> talk.takeData()).on("NLST", (talk, argument) -> talk.sendData("x\r\n"));
        ftp.cd("~");
        ftp.delete("~");
        ftp.rmdir("~");
        ftp.mkdir("~");
        ftp.rename("~", "-b");
        ftp.size("~");
        ftp.modified("~");
        ftp.stat("~");
        ftp.readText("~");
        assertThat(server.commands())
                .containsAll(List.of("CWD ./~", "DELE ./~", "RMD ./~", "MKD ./~", "RNFR ./~", "RNTO ./-b"))
                .containsAll(List.of("SIZE ./~", "MDTM ./~", "MLST ./~", "RETR ./~"));
    }
}
