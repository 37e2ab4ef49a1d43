package io.github.ftplab.internal.client.listing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.RemoteFile;
import io.github.ftplab.Reply;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.listing.parser.ListFormat;
import io.github.ftplab.internal.protocol.FtpPath;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which lines of a listing are ignored, and which are reported as not understood. */
@Timeout(60)
class UnreadLinesTest {

    private final List<String> unread = new ArrayList<>();

    private List<RemoteFile> list(String... lines) {
        var all = List.of(lines);
        return new ListFormat(false, Instant.now(), ZoneOffset.UTC).read(all, "pub", unread::add);
    }

    private List<RemoteFile> machineList(String line) {
        return new ListFormat(true, Instant.now(), ZoneOffset.UTC).read(List.of(line), "pub", unread::add);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "total 8",
                "total 0",
                "Total 1,024",
                "total 4.0K",
                "total 12 MiB",
                "insgesamt 8",
                "итого 8",
                "合計 8",
                "总用量 8",
                "   ",
                "drwxr-xr-x   2 test     test         4096 Mar 05 21:18 .",
                "drwxr-xr-x   2 test     test         4096 Mar 05 21:18 ..",
                "drwxr-xr-x   2 test     test         4096 Mar 05 21:18 pub/.",
                "Directory DISK$USER:[FTP]",
                "Total of 2 files, 6 blocks.",
            })
    void lineAroundTheEntriesIsUnderstood(String line) {
        assertThat(list(line, "-rw-r--r--   1 test test 6 Mar 05 2025 a.txt"))
                .extracting(RemoteFile::name)
                .containsExactly("a.txt");
        assertThat(unread).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ls: cannot access 'keep.txt': No such file or directory",
                "ls: reading directory '.': Input/output error",
                "/bin/ls: d: Permission denied",
                "ftpd: .: Permission denied",
                "?????????? ? ? ? ?            ? keep.txt",
                "keep.txt",
                "total",
                "total 8 files are here",
                "totals 8",
                "-rw-r--r--",
                "-rw-r--r--   1 test test 6 Mar 05 2025",
                "-rw-r--r--   1 test test 6 Mar 05 2025 keep/",
                "Zrwxrwxrwx   1 root     other          7 Jan 25 00:17 keep.txt",
                "03-05-26  09:18PM       <JUNCTION>     keep [C:\\keep]",
                "./sub:",
                "230 welcome",
                "type=file;size=6; keep.txt",
            })
    void lineThatIsNoEntryIsUnread(String line) {
        assertThat(list("-rw-r--r--   1 test test 6 Mar 05 2025 a.txt", line))
                .extracting(RemoteFile::name)
                .containsExactly("a.txt");
        assertThat(unread).containsExactly(line);
    }

    @Test
    void directoryAroundIsUnderstoodInTheFormOfWindowsToo() {
        assertThat(list(
                        "03-05-26  09:18PM       <DIR>          .",
                        "03-05-26  09:18PM       <DIR>          ..",
                        "",
                        "x"))
                .isEmpty();
        assertThat(unread).containsExactly("x");
    }

    @ParameterizedTest
    @ValueSource(ints = {2_001, 4_000, 8_000, 60_000})
    void longLineIsUnreadAtOnce(int length) {
        for (var part : List.of("x", "a ", "- ", "-rwxr-xr-x ", "1 ")) {
            var line = part.repeat(length).substring(0, length);
            unread.clear();
            assertThat(list(line)).isEmpty();
            assertThat(unread).hasSize(1);
        }
    }

    @Test
    void longNameOfAUsualLineIsRead() {
        assertThat(list("-rw-r--r--   1 test test 6 Mar 05 2025 " + "n".repeat(4_000)))
                .hasSize(1);
        assertThat(unread).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"type=cdir;modify=20230622143434; /pub", "type=pdir; ..", "type=dir; .", "type=dir; ..", " ", ""
            })
    void machineLineAroundTheEntriesIsUnderstood(String line) {
        assertThat(machineList(line)).isEmpty();
        assertThat(unread).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "keep.txt",
                " ls: keep.txt: Permission denied",
                "ls: cannot access 'keep.txt': No such file or directory",
                "ls: x; y",
                "Error: 5=6; x",
                "type=file;size=6;",
                "type=file;size=6",
                "type=file; ",
                "type=file; keep/",
                "type=file;size 6; keep.txt",
                "; keep.txt",
                "type=file;size=6 a;b.txt",
            })
    void machineLineThatIsNoEntryIsUnread(String line) {
        assertThat(machineList(line)).isEmpty();
        assertThat(unread).containsExactly(line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "type=file;size=6; a.txt|a.txt",
                "type=file;size=6;  a|" + " a",
                "type=file;size=6; a;b c=d; e|a;b c=d; e",
                " type=file;size=6; a.xml|a.xml",
                "type=file;UNIX.groupname=Domain Users;size=6; a b|a b",
                "type=file;size=6 a.txt|a.txt",
            })
    void nameOfAMachineLineIsWhatFollowsItsFacts(String line, String name) {
        assertThat(machineList(line)).singleElement().satisfies(file -> {
            assertThat(file.name()).isEqualTo(name);
            assertThat(file.isFile()).isTrue();
        });
        assertThat(unread).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Output truncated to 10000 matches",
                "Options: -a -l |Output truncated to 20 matches",
                "Sorry, we were unable to read [d]|Options: -l |0 matches total",
                "Transfer done (but failed to open directory).",
                "Listing limited to 2000 entries",
                "Limit of 1000 files reached",
                "Only the first 500 entries are shown",
                "Directory listing incomplete",
                "Closing data connection; listing aborted",
                "Too many files to list",
                "Maximum number of entries exceeded",
                "Transfer complete, 3 entries could not be read: Permission denied",
                "Done, 12 errors",
            })
    void replyThatSaysThatNotAllWasListedIsNoticed(String text) {
        assertThat(ListingReplies.saysTruncated(Reply.of(226, List.of(text.split("\\|", -1)))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer complete.",
                "Directory send OK.",
                "Options: -a -l |37 matches total",
                "Closing data connection; transfer successful.",
                "ASCII Transfer complete.",
                "MLSD complete.",
                "Transfer complete, no errors",
                "Listing done without any errors.",
                "12 entries, 0 errors",
                "Transferred 1500 bytes in 0.1 seconds",
                "Operation successful",
            })
    void usualReplySaysThatAllWasListed(String text) {
        assertThat(ListingReplies.saysTruncated(Reply.of(226, List.of(text.split("\\|", -1)))))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "~,./~",
                "~root/x,./~root/x",
                "-a,./-a",
                "-la x,./-la x",
                "\" x \",\"./ x \"",
                "a,a",
                "a~,a~",
                "/~,/~",
                "a/~,a/~",
                "..,..",
                "[x],[x]"
            })
    void pathIsSentSoThatItMeansTheNameThatWasListed(String path, String sent) {
        assertThat(FtpCommand.onPath("DELE", path).argument()).hasValue(sent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b", "x ", "[x]", "*", "a?", "{a,b}", "a/-b", "~", "d/~x", "$HOME", "a;b", "q\"q", "a\\b", "..."
            })
    void pathThatAListingCommandCouldMisreadIsNotItsArgument(String path) {
        assertThat(FtpPath.isPlain(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "pub/a-b_c.txt", "/", ".", "..", "../x", "grüße", "日本", "a~", "/srv/ftp+x@y,z=1"})
    void usualPathIsAnArgument(String path) {
        assertThat(FtpPath.isPlain(path)).isTrue();
        assertThat(FtpPath.isOdd(path)).isFalse();
    }
}
