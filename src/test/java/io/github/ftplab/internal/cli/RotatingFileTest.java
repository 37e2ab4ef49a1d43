package io.github.ftplab.internal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {

    @TempDir
    Path directory;

    private final List<String> warnings = new ArrayList<>();

    @Test
    void fullFileIsRenamedAndTheOldestDeleted() throws IOException {
        var log = directory.resolve("ftp.log");
        Files.writeString(log, "from before\n");
        try (var file = new RotatingFile(log, 20, warnings::add)) {
            for (int i = 0; i < 9; i++) {
                write(file, "a line, number " + i + "\n");
            }
        }

        assertThat(log).hasContent("a line, number 8\n");
        for (int i = 1; i <= RotatingFile.KEPT; i++) {
            assertThat(directory.resolve("ftp.log." + i)).hasContent("a line, number " + (8 - i) + "\n");
        }
        assertThat(directory).isDirectoryNotContaining("glob:**.6");
        assertThat(warnings).isEmpty();
    }

    @Test
    void lineIsNeverSplitEvenIfItIsLonger() throws IOException {
        var log = directory.resolve("ftp.log");
        try (var file = new RotatingFile(log, 4, warnings::add)) {
            write(file, "long line\n");
            write(file, "b\n");
        }

        assertThat(log).hasContent("b\n");
        assertThat(directory.resolve("ftp.log.1")).hasContent("long line\n");
    }

    @Test
    void zeroIsNoLimit() throws IOException {
        var log = directory.resolve("ftp.log");
        try (var file = new RotatingFile(log, 0, warnings::add)) {
            for (int i = 0; i < 100; i++) {
                write(file, "x\n");
            }
        }

        assertThat(log).hasSize(200);
        assertThat(directory).isDirectoryNotContaining("glob:**.1");
    }

    @Test
    void fileThatCannotBeRenamedGrowsAndThisIsSaid() throws IOException {
        var log = directory.resolve("ftp.log");
        Files.createFile(directory.resolve("ftp.log.4"));
        Files.createDirectories(directory.resolve("ftp.log.5/in-the-way"));
        try (var file = new RotatingFile(log, 4, warnings::add)) {
            write(file, "one\n");
            write(file, "two\n");
        }

        assertThat(log).hasContent("one\ntwo\n");
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("the log " + log + " is full, but cannot be renamed and grows further");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need rights there")
    void linkIsNeverRenamed() throws IOException {
        var target = Files.createFile(directory.resolve("target"));
        var log = Files.createSymbolicLink(directory.resolve("ftp.log"), target);
        try (var file = new RotatingFile(log, 4, warnings::add)) {
            write(file, "one\n");
            write(file, "two\n");
        }

        assertThat(target).hasContent("one\ntwo\n");
        assertThat(log).isSymbolicLink();
    }

    private static void write(RotatingFile file, String text) throws IOException {
        file.write(text.getBytes(UTF_8));
    }
}
