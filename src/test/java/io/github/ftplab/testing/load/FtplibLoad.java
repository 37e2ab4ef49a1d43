package io.github.ftplab.testing.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ftplab.testing.Programs;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Python's ftplib, in a process that does what it is told on its standard input. */
final class FtplibLoad implements LoadClient {

    private static final Path SCRIPT = Path.of("src/test/python/load_client.py").toAbsolutePath();

    private final List<String> command;
    private Process process;
    private InputStream in;
    private OutputStream out;

    FtplibLoad(Station station) throws IOException {
        var server = station.server();
        command = station.command(
                Programs.python().toString(),
                SCRIPT.toString(),
                station.tls() ? "tls" : "plain",
                String.valueOf(server.port()),
                server.user(),
                server.password());
        process = begin();
        in = new BufferedInputStream(process.getInputStream());
        out = process.getOutputStream();
    }

    private Process begin() throws IOException {
        return new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
    }

    @Override
    public boolean store(String name, byte[] content) throws IOException {
        return tell("put", name, content) != null;
    }

    @Override
    public byte[] retrieve(String name) throws IOException {
        var bytes = tell("get", name, new byte[0]);
        if (bytes == null) {
            throw new IOException("refused: RETR " + name);
        }
        return bytes;
    }

    @Override
    public BreakOff breakOff(String name, byte[] content, boolean kill) throws IOException {
        tell("half", name, Arrays.copyOf(content, content.length / 2));
        if (!kill) {
            tell("abort", name, new byte[0]);
            return BreakOff.TOLD;
        }
        close();
        process = begin();
        in = new BufferedInputStream(process.getInputStream());
        out = process.getOutputStream();
        return BreakOff.KILLED;
    }

    /** {@return the data that it answers with, or null if the server refused} */
    private byte @Nullable [] tell(String word, String name, byte[] data) throws IOException {
        out.write("%s %s %d\n".formatted(word, name, data.length).getBytes(UTF_8));
        out.write(data);
        out.flush();
        var answer = line();
        var count = answer.substring(answer.indexOf(' ') + 1);
        return switch (answer.substring(0, answer.indexOf(' '))) {
            case "ok" -> in.readNBytes(Integer.parseInt(count));
            case "refused" -> null;
            default -> throw new IOException("ftplib: " + answer);
        };
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("ftplib ended");
            }
            line.write(b);
        }
        return line.toString(UTF_8);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            out.close();
        } catch (IOException e) {
            // What it did not read is lost with it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
