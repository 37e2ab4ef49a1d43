package io.github.ftplab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The table of features in {@code docs/servers.md}. */
final class ServersTable {

    private static final Path DOCUMENT = Path.of("docs/servers.md");
    private static final Pattern FEATURE = Pattern.compile("`([A-Z0-9]+)`");

    private ServersTable() {}

    /** {@return for each feature, whether the table says that a server has it} */
    static Map<String, Boolean> columnOf(String server) throws IOException {
        var rows = Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.startsWith("| Feature"))
                .takeWhile(line -> line.startsWith("|"))
                .filter(line -> !line.startsWith("|-"))
                .map(ServersTable::cells)
                .toList();
        int column = rows.get(0).indexOf(server);
        var features = new LinkedHashMap<String, Boolean>();
        for (var row : rows.subList(1, rows.size())) {
            FEATURE.matcher(row.get(1)).results().forEach(name -> features.put(name.group(1), has(row.get(column))));
        }
        return features;
    }

    /** {@return whether servers announce the feature only if they have TLS} */
    static boolean needsTls(String feature) {
        return List.of("AUTH", "PBSZ", "PROT", "CCC").contains(feature);
    }

    private static boolean has(String cell) {
        return switch (cell) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw new AssertionError(DOCUMENT + " says \"" + cell + "\", neither yes nor no");
        };
    }

    private static List<String> cells(String row) {
        return Arrays.stream(row.split("\\|", -1)).map(String::strip).toList();
    }
}
