package io.github.ftplab.testing.servers;

import io.github.ftplab.testing.Peer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** Apache FtpServer as it is, with its own commands: the library that FtpLab is built on. Not in the contract. */
public final class StockApache extends RealServer {

    public StockApache() {
        super("Apache FtpServer");
    }

    @Override
    public Peer start(Path home, Path files, Optional<Path> tls, String... more) throws IOException {
        var user = new BaseUser();
        user.setName("test");
        user.setPassword("potato");
        user.setHomeDirectory(home.toString());
        user.setAuthorities(List.of(new WritePermission()));
        var listeners = new ListenerFactory();
        listeners.setServerAddress("127.0.0.1");
        listeners.setPort(0);
        var listener = listeners.createListener();
        var factory = new FtpServerFactory();
        factory.addListener("default", listener);
        try {
            factory.getUserManager().save(user);
            var server = factory.createServer();
            server.start();
            return new Peer(name(), listener.getPort(), home, "test", "potato", server::stop);
        } catch (FtpException e) {
            throw new IOException(e);
        }
    }
}
