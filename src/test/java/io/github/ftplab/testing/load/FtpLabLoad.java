package io.github.ftplab.testing.load;

import io.github.ftplab.FtpClient;
import io.github.ftplab.FtpException;
import java.io.IOException;
import java.io.InputStream;

/** Our own client. */
final class FtpLabLoad implements LoadClient {

    private final Station station;
    private FtpClient client;

    FtpLabLoad(Station station) {
        this.station = station;
        client = connect(station);
    }

    private static FtpClient connect(Station station) {
        var server = station.server();
        var builder = FtpClient.builder();
        if (station.tls()) {
            builder = builder.tls().trustAnythingOnLoopback();
        }
        return builder.connect("127.0.0.1", server.port()).login(server.user(), server.password());
    }

    @Override
    public boolean store(String name, byte[] content) {
        try {
            client.writeBytes(name, content);
            return true;
        } catch (FtpException.Refused e) {
            return false;
        }
    }

    @Override
    public byte[] retrieve(String name) {
        return client.readBytes(name);
    }

    @Override
    public BreakOff breakOff(String name, byte[] content, boolean kill) throws IOException {
        var half = new InputStream() {

            private int sent;

            @Override
            public int read() {
                throw new UnsupportedOperationException("byte by byte");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int count = Math.min(length, content.length / 2 - sent);
                if (count == 0) {
                    if (kill) {
                        client.close();
                    }
                    throw new IOException("broken off on purpose");
                }
                System.arraycopy(content, sent, into, offset, count);
                sent += count;
                return count;
            }
        };
        try {
            client.upload(half, name);
            throw new IOException("half a file was stored as a whole one: " + name);
        } catch (FtpException expected) {
            if (!client.isConnected()) {
                client.close();
                client = connect(station);
            }
            return BreakOff.TOLD;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
