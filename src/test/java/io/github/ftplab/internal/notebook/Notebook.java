package io.github.ftplab.internal.notebook;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** A notebook file (nbformat 4.5), with what tests need of it. */
record Notebook(JsonObject json) {

    /** Texts that differ between runs and machines, and their replacements. */
    private static final Map<String, String> VARIES = varies();

    private static Map<String, String> varies() {
        var map = new LinkedHashMap<String, String>();
        map.put("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "TIME");
        map.put("(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \\d]\\d (?:\\d\\d:\\d\\d| \\d{4})", "DATE");
        map.put("(?m)^\\[W TIME] port 2121 is taken.*\\R", "");
        map.put("(?m)^\\[I TIME] replacing .*\\R", "");
        map.put("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d", "TIME");
        map.put("datetime=\"[^\"]*\"", "datetime=TIME");
        map.put("data-v=\"-?\\d+\"", "data-v=NUMBER");
        map.put("(?s)<style>.*?</style>", "");
        map.put("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT");
        map.put("127,0,0,1,\\d+,\\d+", "127,0,0,1,PORT");
        map.put("\\(\\|\\|\\|\\d+\\|\\)", "(|||PORT|)");
        map.put("\\bport \\d+", "port PORT");
        map.put("(?m)^ *\\d+\\.\\d{3} ", "SECONDS ");
        map.put("<td class=\"n\">\\d+\\.\\d{3}</td>", "<td>SECONDS</td>");
        map.put("\\d+(?:\\.\\d+)? (?:bytes|[KMG]B)/s", "SPEED");
        map.put("<svg .*?</svg>", "");
        map.put("<td class=\"bars\">.*?</td>", "<td>BARS</td>");
        map.put("[▁▂▃▄▅▆▇█]+", "▁");
        map.put("refusals \\(\\d+\\)", "refusals (NUMBER)");
        map.put("(?m)^([-dl][-rwx]{9}) +\\S+ +\\S+ +", "$1 OWNER GROUP ");
        map.put("<td><bdi>\\w+</bdi></td>", "<td>OWNER</td>");
        map.put("pid=\\d+", "pid=PID");
        map.put("[^\\s\"]*ftplab-\\d+", "DIRECTORY");
        map.put("(- \\S{10} +1) \\S+ +\\S+ +", "$1 OWNER GROUP ");
        map.put("\\d+(?:\\.\\d+)? (?:µs|ms|s)\\b", "DURATION");
        map.put("seconds=[\\d.]+", "seconds=DURATION");
        map.put("[ ─═]{2,}", " ");
        return map;
    }

    static Notebook read(Path file) throws IOException {
        return new Notebook(JsonParser.parseString(Files.readString(file)).getAsJsonObject());
    }

    /** {@return a notebook for the project's kernel, without cells} */
    static Notebook empty() throws IOException {
        return read(Path.of("notebooks/01-ftp-tutorial.ipynb")).reordered(List.of());
    }

    void write(Path file) throws IOException {
        Files.writeString(file, new GsonBuilder().serializeNulls().create().toJson(json));
    }

    /** {@return the names of the code cells, in order} */
    List<String> codeCells() {
        return cells().stream().map(cell -> cell.get("id").getAsString()).toList();
    }

    /** {@return a notebook of these cells; a repeated cell gets a number after its name} */
    Notebook reordered(List<String> ids) {
        var array = new JsonArray();
        var seen = new LinkedHashMap<String, Integer>();
        for (var id : ids) {
            var cell = cell(id).deepCopy();
            int count = seen.merge(id, 1, Integer::sum);
            cell.addProperty("id", count == 1 ? id : id + "-" + count);
            array.add(cell);
        }
        var copy = json.deepCopy();
        copy.add("cells", array);
        return new Notebook(copy);
    }

    Notebook withCell(String id, String source, String... tags) {
        var metadata = new JsonObject();
        if (tags.length > 0) {
            metadata.add("tags", new Gson().toJsonTree(tags));
        }
        var cell = new JsonObject();
        cell.addProperty("cell_type", "code");
        cell.addProperty("id", id);
        cell.add("execution_count", JsonNull.INSTANCE);
        cell.add("metadata", metadata);
        cell.add("outputs", new JsonArray());
        cell.addProperty("source", source);
        var copy = json.deepCopy();
        copy.getAsJsonArray("cells").add(cell);
        return new Notebook(copy);
    }

    /** Adds a server, and a client whose download of a large file takes a minute unless it is stopped. */
    Notebook withSlowServer() {
        return withCell("start", """
                var home = FtpServer.inMemory();
                Files.write(home.resolve("large.bin"), new byte[60_000_000]);
                Files.writeString(home.resolve("small.txt"), "potato");
                var copies = FtpServer.inMemory();
                var server = FtpServer.builder().port(0).user("test", "potato", home, "elradfmwM").start();
                var ftp = FtpClient.builder().downloadRate(1_000_000)
                        .connect("127.0.0.1", server.port()).login("test", "potato");""");
    }

    /** {@return everything that a cell shows, without trailing blanks} */
    String output(String id) {
        var text = new StringBuilder();
        for (var output : cell(id).getAsJsonArray("outputs")) {
            text.append(text(output.getAsJsonObject()));
        }
        return text.toString().stripTrailing();
    }

    /** {@return the MIME types of the values of all cells} */
    Set<String> mimeTypes() {
        var types = new TreeSet<String>();
        for (var cell : cells()) {
            for (var output : cell.getAsJsonArray("outputs")) {
                if (output.getAsJsonObject().has("data")) {
                    types.addAll(
                            output.getAsJsonObject().getAsJsonObject("data").keySet());
                }
            }
        }
        return types;
    }

    /** {@return the MIME types of a cell's value, without those of output while it runs} */
    Set<String> mimeTypes(String id) {
        var types = new TreeSet<String>();
        for (var output : cell(id).getAsJsonArray("outputs")) {
            if (output.getAsJsonObject().get("output_type").getAsString().equals("execute_result")) {
                types.addAll(output.getAsJsonObject().getAsJsonObject("data").keySet());
            }
        }
        return types;
    }

    /** {@return everything that is shown of a cell's error, without colours} */
    String trace(String id) {
        var lines = new StringBuilder();
        for (var output : cell(id).getAsJsonArray("outputs")) {
            if (output.getAsJsonObject().has("traceback")) {
                output.getAsJsonObject()
                        .getAsJsonArray("traceback")
                        .forEach(line -> lines.append(line.getAsString()).append('\n'));
            }
        }
        return lines.toString().replaceAll("\u001B\\[[0-9;]*m", "");
    }

    /**
     * {@return what each code cell shows, in all MIME types, without output while it runs} The lines of the log are
     * sorted, as connections may end a moment late.
     */
    Map<String, List<String>> outputsWithoutWhatVaries() {
        var outputs = new LinkedHashMap<String, List<String>>();
        for (var id : codeCells()) {
            var lines = new ArrayList<String>();
            for (var each : cell(id).getAsJsonArray("outputs")) {
                var output = each.getAsJsonObject();
                var type = output.get("output_type").getAsString();
                if (type.equals("execute_result")) {
                    for (var mime : new TreeSet<>(output.getAsJsonObject("data").keySet())) {
                        lines.add(mime);
                        lines.addAll(withoutWhatVaries(
                                joined(output.getAsJsonObject("data").get(mime))));
                    }
                } else if (!type.equals("display_data")) {
                    lines.addAll(withoutWhatVaries(text(output)));
                }
            }
            if (id.equals("log")) {
                lines.removeIf(line -> line.contains("port 2121 is taken") || line.contains("replacing "));
                lines.sort(null);
            }
            outputs.put(id, lines);
        }
        return outputs;
    }

    private static List<String> withoutWhatVaries(String text) {
        var masked = text;
        for (var varying : VARIES.entrySet()) {
            masked = masked.replaceAll(varying.getKey(), varying.getValue());
        }
        return masked.lines().map(String::strip).toList();
    }

    private static String text(JsonObject output) {
        return switch (output.get("output_type").getAsString()) {
            case "stream" -> joined(output.get("text"));
            case "error" -> joined(output.get("evalue"));
            default -> joined(output.getAsJsonObject("data").get("text/plain"));
        };
    }

    private static String joined(JsonElement text) {
        return text.isJsonArray()
                ? String.join(
                        "",
                        StreamSupport.stream(text.getAsJsonArray().spliterator(), false)
                                .map(JsonElement::getAsString)
                                .toList())
                : text.getAsString();
    }

    private List<JsonObject> cells() {
        return StreamSupport.stream(json.getAsJsonArray("cells").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .filter(cell -> cell.get("cell_type").getAsString().equals("code"))
                .toList();
    }

    private JsonObject cell(String id) {
        return cells().stream()
                .filter(cell -> cell.get("id").getAsString().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no cell named " + id + " in " + codeCells()));
    }
}
