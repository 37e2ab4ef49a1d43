package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names the client sends, and how. */
class FtpClientNamesTest extends FtpClientFixture {

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nDELE b", "a\nb", "a\rb", "a\0b", ""})
    void nameThatIsNotOneLineIsNeverSent(String name) throws IOException {
        var ftp = login();
        var file = Files.writeString(directory.resolve("a.txt"), "a");
        int before = server.commands().size();
        for (Runnable call : List.<Runnable>of(
                () -> ftp.dir(name),
                () -> ftp.nlst(name),
                () -> ftp.cd(name),
                () -> ftp.download(name, directory),
                () -> ftp.download(name, directory.resolve("x")),
                () -> ftp.upload(file, name),
                () -> ftp.delete(name),
                () -> ftp.rename(name, "b"),
                () -> ftp.rename("b", name),
                () -> ftp.mkdir(name),
                () -> ftp.rmdir(name),
                () -> ftp.size(name),
                () -> ftp.modified(name),
                () -> ftp.login(name, "x"))) {
            assertThatIllegalArgumentException().isThrownBy(call::run);
        }
        assertThat(server.commands()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pub/", "..", "a/..", "a/.", "."})
    void downloadIntoADirectoryNeedsAName(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> login().download(name, directory))
                .withMessageContaining("does not end in a valid local file name");
    }

    @Test
    void namesAreUtf8() {
        server.on("CWD", "250 Здравствуйте");
        assertThat(login().cd("päth/日本")).hasToString("250 Здравствуйте");
        assertThat(server.commands()).contains("CWD päth/日本");
    }

    @Test
    void nameThatLooksLikeAnOptionIsNoneForTheServer() {
        server.on("LIST", (talk, argument) -> talk.sendData("-rw-r--r-- 1 a b 1 Jan  1 2020 x\r\n"));
        login().dir("-la");
        assertThat(server.commands()).contains("LIST ./-la");
    }
}
