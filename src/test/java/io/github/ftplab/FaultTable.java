package io.github.ftplab;

import io.github.ftplab.FaultCases.FaultCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of {@code docs/faults.md}: what clients do about each fault. Its first columns are those of {@link FaultCases};
 * the others are measured, and written with {@code -Dftplab.updateFaults=true}.
 */
final class FaultTable {

    static final String OURS = "FtpLab";
    static final List<String> CLIENTS = List.of(OURS, "curl", "lftp", "ftplib");

    private static final Path DOCUMENT = Path.of("docs/faults.md");
    private static final String BEGIN = "<!-- table -->\n";
    private static final String END = "<!-- end of table -->\n";

    private FaultTable() {}

    /** {@return what the table says that a client does, by case} */
    static Map<String, String> column(String client) throws IOException {
        int column = 4 + CLIENTS.indexOf(client);
        var cells = new LinkedHashMap<String, String>();
        rows().forEach(row -> cells.put(row.get(0), row.get(column)));
        return cells;
    }

    private static List<List<String>> rows() throws IOException {
        var text = Files.readString(DOCUMENT);
        return text.substring(text.indexOf(BEGIN) + BEGIN.length(), text.indexOf(END))
                .lines()
                .skip(2)
                .map(line -> Arrays.stream(line.split("(?<!\\\\)\\|", -1))
                        .skip(1)
                        .map(String::strip)
                        .toList())
                .toList();
    }

    /** Writes some clients' columns. */
    static void update(Map<String, Map<String, String>> found) throws IOException {
        var columns = new LinkedHashMap<String, Map<String, String>>();
        for (var client : CLIENTS) {
            var column = new LinkedHashMap<>(column(client));
            column.putAll(found.getOrDefault(client, Map.of()));
            columns.put(client, column);
        }
        var lines = new ArrayList<String>();
        lines.add("| what goes wrong | during | as code | seen at | " + String.join(" | ", CLIENTS) + " |");
        lines.add("|---".repeat(4 + CLIENTS.size()) + "|");
        for (var row : FaultCases.all()) {
            var cells = new ArrayList<>(fixed(row));
            columns.values().forEach(column -> cells.add(column.getOrDefault(row.name(), "")));
            lines.add("| " + String.join(" | ", cells) + " |");
        }
        var text = Files.readString(DOCUMENT);
        Files.writeString(
                DOCUMENT,
                text.substring(0, text.indexOf(BEGIN) + BEGIN.length()) + String.join("\n", lines) + "\n"
                        + text.substring(text.indexOf(END)));
    }

    /** {@return the cells of a row that are not measured} */
    static List<String> fixed(FaultCase row) {
        var code = row.faults().stream()
                .map(fault -> "`" + fault.toString().replace("|", "\\|") + "`")
                .toList();
        var during = row.operation().name().toLowerCase(java.util.Locale.ROOT)
                + (row.tls() ? ", TLS" : row.active() ? ", active" : "");
        return List.of(row.name(), during, String.join(" ", code), row.seen());
    }

    /** {@return the cells that are not measured, of all rows, as they are in the document} */
    static List<List<String>> fixed() throws IOException {
        return rows().stream().map(row -> row.subList(0, 4)).toList();
    }
}
