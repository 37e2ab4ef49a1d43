package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.ShortLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listings of all kinds of servers. */
class FtpClientListTest extends FtpClientFixture {

    @Test
    void listingIsShownAsItCameAndReadAsValues() {
        var text = """
                total 8
                -rw-r--r--   1 test     users           6 Mar  5  2025 example.txt
                drwxr-xr-x   2 test     users        4096 Mar  5  2025 two words
                lrwxrwxrwx   1 test     users           4 Mar  5  2025 latest -> x/y
                drwxr-xr-x   2 test     users        4096 Mar  5  2025 ..
                garbage
                """;
        server.on("LIST", (talk, argument) -> talk.sendData(text.replace("\n", "\r\n")));
        var listing = login().dir("pub");
        assertThat(listing.lines()).hasSize(6);
        assertThat(listing).hasToString(text.stripTrailing());
        assertThat(listing).extracting(RemoteFile::name).containsExactly("example.txt", "two words", "latest");
        var file = listing.files().get(0);
        assertThat(file.path()).isEqualTo("pub/example.txt");
        assertThat(file.size()).hasValue(6);
        assertThat(file.permissions()).hasValue("rw-r--r--");
        assertThat(file.owner()).hasValue("test");
        assertThat(file.group()).hasValue("users");
        assertThat(file.isFile()).isTrue();
        assertThat(listing.files().get(1).isDirectory()).isTrue();
        assertThat(listing.files().get(2).type()).isEqualTo(RemoteFile.Type.LINK);
        assertThat(listing.files().get(2).target()).hasValue("x/y");
    }

    @Test
    void listingOfWindowsIsRead() {
        var text = """
                03-05-25  09:18PM       <DIR>          pub
                03-05-25  09:18PM                    6 example.txt
                """;
        server.on("LIST", (talk, argument) -> talk.sendData(text));
        var files = login().dir().files();
        assertThat(files).extracting(RemoteFile::name).containsExactly("pub", "example.txt");
        assertThat(files.get(0).isDirectory()).isTrue();
        assertThat(files.get(1).size()).hasValue(6);
        assertThat(files.get(1).permissions()).isEmpty();
    }

    @Test
    void listingOfAnotherSystemIsReadAsItsNameSays() {
        server.on(
                "LIST",
                (talk, argument) -> talk.sendData("PEP              36 04/03/24 14:00:24 *STMF      a.txt\r\n"));
        server.on("SYST", "215 OS/400 is the remote operating system.");
        assertThat(login().dir().files()).extracting(RemoteFile::name).containsExactly("a.txt");
    }

    @Test
    void hostileNameInAListingStaysAName() {
        server.on(
                "LIST",
                (talk, argument) -> talk.sendData(
                        "-rw-r--r--   1 a b 6 Mar  5  2025 ../../etc/passwd\r\n-rw-r--r-- 1 a b 6 Mar  5  2025 /etc/shadow\r\n"));
        assertThat(login().dir().files()).extracting(RemoteFile::name).containsExactly("passwd", "shadow");
    }

    @Test
    void emptyDirectoryIsEmptyAndSaysSo() {
        server.on("LIST", (talk, argument) -> talk.sendData("")).on("NLST", (talk, argument) -> talk.sendData(""));
        var ftp = login();
        assertThat(ftp.dir().lines()).isEmpty();
        assertThat(ftp.dir()).hasToString("(empty directory)").isEmpty();
        assertThat(ftp.nlst()).isEmpty();
    }

    @Test
    void missingDirectoryIsAnErrorEvenWhereTheServerListsItAsEmpty() {
        server.on("LIST", (talk, argument) -> talk.sendData(""))
                .on("NLST", (talk, argument) -> talk.sendData(""))
                .on("CWD", "550 no");
        var ftp = login();
        assertThat(refused(() -> ftp.dir("nope")).code()).isEqualTo(550);
        assertThat(refused(() -> ftp.nlst("nope")).path()).contains("nope");
    }

    @Test
    void lookingWhetherADirectoryIsThereGoesBackToWhereItWas() {
        server.on("LIST", (talk, argument) -> talk.sendData(""))
                .on("CWD", "250 ok")
                .on("PWD", "257 \"/home/me\"");
        login().dir("empty");
        assertThat(server.commands()).endsWith("CWD empty", "CWD /home/me");
    }

    @Test
    void directoryThatMlstKnowsNeedsNoVisit() {
        server.on("FEAT", "211-Features:\r\n MLST size*;\r\n211 End")
                .on("MLST", "250-Listing\r\n type=dir; /empty\r\n250 End")
                .on("LIST", (talk, argument) -> talk.sendData(""));
        assertThat(login().dir("empty")).isEmpty();
        assertThat(server.commands()).contains("MLST empty").noneMatch(line -> line.startsWith("CWD"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 No files found", "450 No files found", "226 nothing"})
    void emptyNlstMayBeRefused(String reply) {
        server.on("NLST", reply)
                .on("LIST", (talk, argument) -> talk.sendData(""))
                .on("CWD", "250 ok");
        ShortLimit.from(HASTE, limit -> {
            var ftp = login(limit);
            assertThat(ftp.nlst()).isEmpty();
            assertThat(ftp.nlst("empty")).isEmpty();
            assertThat(ftp.pwd()).isEqualTo("/");
        });
    }

    @Test
    void nlstThatIsForbiddenIsAnError() {
        server.on("NLST", "550 no").on("LIST", "550 no");
        assertThat(refused(() -> login().nlst()).command()).isEqualTo("NLST");
    }
}
