"""One client of SixtyClientsIT: does over ftplib what it is told on its standard input.

A line is a word, a name and a number of bytes, which follow. The answer is "ok" and a number of bytes, which follow, or
"refused" and the reply.
"""

import ftplib
import io
import ssl
import sys

way, port, user, password = sys.argv[1:5]
ftp = ftplib.FTP() if way == "plain" else ftplib.FTP_TLS(context=ssl._create_unverified_context())
ftp.connect("127.0.0.1", int(port), timeout=30)
ftp.login(user, password)
if way == "tls":
    ftp.prot_p()
data = None


def answer(line, content=b""):
    sys.stdout.buffer.write(line.encode() + b"\n" + content)
    sys.stdout.buffer.flush()


while line := sys.stdin.buffer.readline():
    word, name, size = line.decode().split()
    content = sys.stdin.buffer.read(int(size))
    try:
        if word == "put":
            ftp.storbinary("STOR " + name, io.BytesIO(content))
            answer("ok 0")
        elif word == "get":
            parts = []
            ftp.retrbinary("RETR " + name, parts.append)
            answer(f"ok {sum(map(len, parts))}", b"".join(parts))
        elif word == "half":
            data = ftp.transfercmd("STOR " + name)
            data.sendall(content)
            answer("ok 0")
        elif word == "abort":
            if ftp.abort().startswith("426"):
                ftp.getresp()
            data.close()
            answer("ok 0")
    except (ftplib.error_temp, ftplib.error_perm) as refused:
        answer("refused " + str(refused).replace("\n", " "))
