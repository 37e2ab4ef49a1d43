package io.github.ftplab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Starts and stops servers for a test in another program, over a socket: {@code start} and options, separated by tabs,
 * is answered by {@code ok} and the port; {@code stop} and a port by {@code ok}.
 */
final class ServersOnDemand implements AutoCloseable {

    private final ServerSocket listening;
    private final Thread thread;
    private final Map<Integer, FtpServer> servers = new TreeMap<>();

    ServersOnDemand() throws IOException {
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        thread = new Thread(this::answer, "servers-on-demand");
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    private void answer() {
        try (var socket = listening.accept();
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                var out = new PrintWriter(
                        new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8), true)) {
            String line;
            while ((line = in.readLine()) != null) {
                out.print(answer(List.of(line.split("\t", -1))) + "\n");
                out.flush();
            }
        } catch (IOException e) {
            // The other program has ended, or close() was called.
        }
    }

    private String answer(List<String> words) {
        try {
            if (words.get(0).equals("start")) {
                var server = start(words.subList(1, words.size()));
                servers.put(server.port(), server);
                return "ok " + server.port();
            }
            Objects.requireNonNull(servers.remove(Integer.valueOf(words.get(1))))
                    .stop();
            return "ok";
        } catch (RuntimeException e) {
            return "failed: " + e;
        }
    }

    private static FtpServer start(List<String> words) {
        var options = new TreeMap<String, String>();
        words.forEach(word -> options.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1)));
        var home = Path.of(need(options, "home"));
        var limits = ServerLimits.DEFAULT
                .loginAttempts(Integer.parseInt(need(options, "loginAttempts")))
                .loginDelay(millis(need(options, "loginDelay")))
                .perAddress(Integer.parseInt(options.getOrDefault("perAddress", "0")));
        if (options.containsKey("idle")) {
            limits = limits.idleTimeout(millis(need(options, "idle")));
        }
        if (options.containsKey("data")) {
            limits = limits.dataTimeout(millis(need(options, "data")));
        }
        var builder = FtpServer.builder()
                .address(need(options, "address"))
                .port(0)
                .user("user", "12345", home, "elradfmwMT")
                .anonymous(home)
                .texts(need(options, "banner"), "Logged in.", "Goodbye.")
                .limits(limits);
        if (options.containsKey("foreign")) {
            builder.permitForeignAddresses();
        }
        if (options.containsKey("privileged")) {
            builder.permitPrivilegedPorts();
        }
        if (options.containsKey("tls")) {
            builder.tls();
            if (need(options, "tls").equals("required")) {
                builder.requireTls();
            }
        }
        return builder.start();
    }

    private static String need(Map<String, String> options, String name) {
        return Objects.requireNonNull(options.get(name), name);
    }

    private static Duration millis(String number) {
        return Duration.ofMillis(Long.parseLong(number));
    }

    @Override
    public void close() throws IOException {
        listening.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        new ArrayList<>(servers.values()).forEach(FtpServer::stop);
    }
}
