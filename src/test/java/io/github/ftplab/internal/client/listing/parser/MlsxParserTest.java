package io.github.ftplab.internal.client.listing.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.RemoteFile;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MlsxParserTest {

    private static List<RemoteFile> read(String... lines) {
        return new ListFormat(true, Instant.EPOCH, ZoneOffset.UTC).read(List.of(lines), "pub");
    }

    @Test
    void allFactsAreRead() {
        assertThat(
                        read(
                                "Type=file;Size=6;Modify=20260305211807.5;UNIX.mode=0644;UNIX.owner=me;UNIX.group=us;Perm=r; a b"))
                .singleElement()
                .satisfies(file -> {
                    assertThat(file.name()).isEqualTo("a b");
                    assertThat(file.path()).isEqualTo("pub/a b");
                    assertThat(file.isFile()).isTrue();
                    assertThat(file.size()).hasValue(6);
                    assertThat(file.modified()).hasValue(Instant.parse("2026-03-05T21:18:07.500Z"));
                    assertThat(file.permissions()).hasValue("rw-r--r--");
                    assertThat(file.owner()).hasValue("me");
                    assertThat(file.group()).hasValue("us");
                    assertThat(file.facts()).containsEntry("perm", "r").containsEntry("unix.mode", "0644");
                });
    }

    @Test
    void kindsAreToldApart() {
        assertThat(read("type=dir; d", "type=OS.unix=slink:/x/y; l", "type=OS.unix=chr-1/3; c", "type=FILE; F"))
                .extracting(RemoteFile::type)
                .containsExactly(
                        RemoteFile.Type.DIRECTORY, RemoteFile.Type.LINK, RemoteFile.Type.OTHER, RemoteFile.Type.FILE);
        assertThat(read("type=OS.unix=slink:/x/y; l").get(0).target()).hasValue("/x/y");
    }

    @Test
    void directoryItselfAndTheOneAroundItAreLeftOut() {
        assertThat(read("type=cdir; .", "type=pdir; ..", "type=dir; .", "type=dir; ..", "type=file; ..."))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "type=file;", "type=file; ", "type=file; a/", "type=file; .."})
    void lineThatIsNoEntryIsLeftOut(String line) {
        assertThat(read(line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "/etc/passwd", "passwd"})
    void hostileNameStaysAName(String name) {
        assertThat(read("type=file; " + name).get(0).path()).isEqualTo("pub/passwd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"size=many", "size=-1", "modify=yesterday", "modify=20261399000000", "unix.mode=rwx", "=", "x"})
    void factThatMakesNoSenseIsNotKnown(String fact) {
        assertThat(read("type=file;" + fact + "; a")).singleElement().satisfies(file -> {
            assertThat(file.size()).isEmpty();
            assertThat(file.modified()).isEmpty();
            assertThat(file.permissions()).isEmpty();
        });
    }

    @Test
    void moreFactsAreAskedForWhereThereAreMore() {
        assertThat(MlsxParser.options("type*;size*;modify*;")).isEmpty();
        assertThat(MlsxParser.options("type*;size*;unix.mode;unix.owner;foo;"))
                .hasValue("MLST type;size;unix.mode;unix.owner;");
    }
}
