package io.github.ftplab.testing.load;

import io.github.ftplab.testing.Programs;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** curl, in a process and a session for each file. */
final class CurlLoad implements LoadClient {

    /** curl's exit status where the server refused an upload. */
    private static final int UPLOAD_FAILED = 25;

    private final String program = Programs.find("curl").toString();
    private final Station station;

    CurlLoad(Station station) {
        this.station = station;
    }

    private Process begin(String name, String... options) throws IOException {
        var server = station.server();
        var words = new ArrayList<>(station.command(program, "-sS", "--max-time", "60"));
        if (station.tls()) {
            words.addAll(List.of("--ssl-reqd", "--insecure"));
        }
        words.addAll(List.of("-u", server.user() + ":" + server.password()));
        words.addAll(Arrays.asList(options));
        words.add("ftp://127.0.0.1:%d/%s".formatted(server.port(), name));
        return new ProcessBuilder(words).redirectError(Redirect.DISCARD).start();
    }

    @Override
    public boolean store(String name, byte[] content) throws IOException {
        var process = begin(name, "-T", "-");
        try (var out = process.getOutputStream()) {
            out.write(content);
        } catch (IOException e) {
            // It has ended, and its status says why.
        }
        int status = end(process);
        if (status != 0 && status != UPLOAD_FAILED) {
            throw new IOException("curl: status " + status + " after an upload");
        }
        return status == 0;
    }

    @Override
    public byte[] retrieve(String name) throws IOException {
        var process = begin(name);
        byte[] bytes;
        try (var in = process.getInputStream()) {
            bytes = in.readAllBytes();
        }
        int status = end(process);
        if (status != 0) {
            throw new IOException("curl: status " + status + " after a download");
        }
        return bytes;
    }

    /** It has read most of what is in the pipe, which holds 64 KiB. It can't abort: SIGTERM kills it as well. */
    @Override
    public BreakOff breakOff(String name, byte[] content, boolean kill) throws IOException {
        var process = begin(name, "-T", "-");
        try {
            process.getOutputStream().write(content, 0, content.length / 2);
            process.getOutputStream().flush();
        } finally {
            if (kill) {
                process.destroyForcibly();
            } else {
                process.destroy();
            }
            end(process);
            // Only now, as the end of its input would be that of the file.
            closeInput(process);
        }
        return BreakOff.KILLED;
    }

    private static void closeInput(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // What it did not read is lost with it.
        }
    }

    private static int end(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {}
}
