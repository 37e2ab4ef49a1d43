// basic-ftp as one of the clients of ForeignClientsIT. Arguments: TLS host port user password certificate active command …
import { readFileSync, statSync } from "node:fs";
import { Client } from "basic-ftp";

const [tls, host, port, user, password, certificate, , command, ...paths] = process.argv.slice(2);
const ftp = new Client(20_000);

const commands = {
  list: async (path) => {
    for (const entry of await ftp.list(path)) {
      console.log(`${entry.isDirectory ? "d" : "-"}rw-r--r--   1 - - ${entry.size} - ${entry.name}`);
    }
  },
  download: (remote, local) => ftp.downloadTo(local, remote),
  upload: (local, remote) => ftp.uploadFrom(local, remote),
  resume: (remote, local) => ftp.downloadTo(local, remote, statSync(local).size),
  append: (local, remote) => ftp.appendFrom(local, remote),
  delete: (path) => ftp.remove(path),
  rename: (from, to) => ftp.rename(from, to),
  make_directory: (path) => ftp.send("MKD " + path),
  mirror: (remote, local) => ftp.downloadToDir(local, remote),
};

try {
  await ftp.access({
    host,
    port: Number(port),
    user,
    password,
    secure: { none: false, explicit: true, implicit: "implicit" }[tls],
    secureOptions: tls === "none" ? undefined : { ca: readFileSync(certificate), servername: host },
  });
  await commands[command](...paths);
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
} finally {
  ftp.close();
}
