package io.github.ftplab.testing.servers;

import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** pyftpdlib, the Python server of the tutorial. */
public final class Pyftpdlib extends RealServer {

    private static final String SCRIPT = """
            import sys
            from pyftpdlib.authorizers import DummyAuthorizer
            from pyftpdlib.handlers import FTPHandler
            from pyftpdlib.servers import FTPServer
            if len(sys.argv) > 2:
                from pyftpdlib.handlers import TLS_FTPHandler as FTPHandler
                FTPHandler.certfile = sys.argv[2]
                FTPHandler.tls_control_required = True
                FTPHandler.tls_data_required = True
            FTPHandler.authorizer = DummyAuthorizer()
            FTPHandler.authorizer.add_user('test', 'potato', sys.argv[1], 'elradfmwMT')
            FTPHandler.auth_failed_timeout = 0.1
            %s
            server = FTPServer(('127.0.0.1', 0), FTPHandler)
            print('port %%d.' %% server.address[1], flush=True)
            server.serve_forever()
            """;

    public Pyftpdlib() {
        super("pyftpdlib");
    }

    @Override
    public Peer start(Path home, Path files, Optional<Path> tls, String... more) {
        var python = tls.isPresent() ? Programs.python("pyftpdlib", "OpenSSL") : Programs.python("pyftpdlib");
        var words = new ArrayList<Object>(List.of(python, "-c", SCRIPT.formatted(String.join("\n", more)), home));
        tls.ifPresent(words::add);
        return Starting.awaitPort(this, home, Programs.command(words.toArray()));
    }
}
