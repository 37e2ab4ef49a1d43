import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** Apache FtpServer with its defaults, except for the number of connections: PORT USER PASSWORD HOME CONNECTIONS. */
public final class StockServer {

    public static void main(String[] args) throws Exception {
        start(Integer.parseInt(args[0]), args[1], args[2], args[3], Integer.parseInt(args[4]));
        new CountDownLatch(1).await();
    }

    static FtpServer start(int port, String name, String password, String home, int connections) throws Exception {
        var user = new BaseUser();
        user.setName(name);
        user.setPassword(password);
        user.setHomeDirectory(home);
        user.setAuthorities(
                List.of(new WritePermission(), new ConcurrentLoginPermission(connections, connections)));
        var listener = new ListenerFactory();
        listener.setServerAddress("127.0.0.1");
        listener.setPort(port);
        var limits = new ConnectionConfigFactory();
        limits.setMaxLogins(connections);
        var factory = new FtpServerFactory();
        factory.getUserManager().save(user);
        factory.addListener("default", listener.createListener());
        factory.setConnectionConfig(limits.createConnectionConfig());
        var server = factory.createServer();
        server.start();
        return server;
    }

    private StockServer() {}
}
