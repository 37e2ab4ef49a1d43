package io.github.ftplab.testing.servers;

import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** ftp-srv, for Node.js. */
public final class FtpSrv extends RealServer {

    private static final String SCRIPT = """
            const {FtpSrv} = require('ftp-srv');
            const {readFileSync} = require('fs');
            const [home, certificate] = process.argv.slice(1);
            const pem = certificate && readFileSync(certificate);
            const server = new FtpSrv({
                url: 'ftp://127.0.0.1:0',
                pasv_url: '127.0.0.1',
                tls: pem ? {key: pem, cert: pem} : false,
                log: require('bunyan').createLogger({name: 'ftp-srv', level: 'fatal'}),
            });
            if (pem) {
                // It answers AUTH before it begins TLS: what comes in between is left for that.
                const auth = require('ftp-srv/src/commands/registration/auth');
                const handler = auth.handler;
                auth.handler = function (args) {
                    const socket = this.commandSocket;
                    const listeners = socket.listeners('data');
                    socket.pause();
                    socket.removeAllListeners('data');
                    return handler.call(this, args)
                        .then(() => setImmediate(() => listeners.forEach(each => socket.on('data', each))));
                };
            }
            server.on('login', ({username, password}, resolve, reject) =>
                username === 'test' && password === 'potato' ? resolve({root: home}) : reject(new Error('wrong')));
            server.listen().then(() => console.log('port ' + server.server.address().port + '.'));
            """;

    public FtpSrv() {
        super("ftp-srv");
    }

    @Override
    public Peer start(Path home, Path files, Optional<Path> tls, String... more) {
        var node = Programs.find("node");
        var modules = Starting.peer("node_modules");
        var words = new ArrayList<Object>(List.of(node, "-e", SCRIPT, home));
        tls.ifPresent(words::add);
        var command = Programs.command(words.toArray()).environment("NODE_PATH", modules.toString());
        return Starting.awaitPort(this, home, command);
    }

    @Override
    public Set<String> lacks() {
        return Set.of("MFMT");
    }

    @Override
    public Set<Integer> missing() {
        return Set.of(550, 551, 451);
    }

    /** It takes an argument apart at blanks, as a shell does: options go, and so do quotation marks. */
    @Override
    public boolean takes(String name) {
        return !name.contains("\"")
                && !name.contains("'")
                && !name.contains("-")
                && !name.contains("  ")
                && !name.contains("\\")
                && name.strip().equals(name);
    }

    @Override
    public Map<String, String> unmet() {
        return Map.of(
                "appendsAndUploadsUnderANewName", "STOU without a name ends in an error within the server",
                "walksDirectoriesToADepthAndNotThroughLinks", "LIST shows a link as what it leads to",
                "makesRenamesAndDeletes", "DELE and RMD are one command",
                "changesDirectories", "quotation marks in a name are dropped",
                "uploadOverWhateverWasThereIsWholeAfterABreak", "it may end when an upload is broken off");
    }
}
