"""pycurl as one of the clients of ForeignClientsIT.

Arguments: TLS host port user password certificate active command ...
"""

import io
import os
import sys
from urllib.parse import quote

import pycurl

tls, host, port, user, password, certificate, active, command, *paths = sys.argv[1:]


def transfer(remote, **options):
    curl = pycurl.Curl()
    scheme = "ftps" if tls == "implicit" else "ftp"
    address = f"[{host}]" if ":" in host else host
    curl.setopt(pycurl.URL, f"{scheme}://{address}:{port}/{quote(remote)}")
    curl.setopt(pycurl.USERPWD, f"{user}:{password}")
    curl.setopt(pycurl.TIMEOUT, 25)
    if tls != "none":
        curl.setopt(pycurl.USE_SSL, pycurl.USESSL_ALL)
        curl.setopt(pycurl.CAINFO, certificate)
    if active == "true":
        curl.setopt(pycurl.FTPPORT, "-")
    replies = []
    curl.setopt(pycurl.HEADERFUNCTION, lambda line: replies.append(line.decode()))
    for name, value in options.items():
        curl.setopt(getattr(pycurl, name), value)
    try:
        curl.perform()
    except pycurl.error as error:
        sys.stderr.write("".join(replies))
        sys.exit(str(error))
    finally:
        curl.close()


def download(remote, local, mode="wb", **options):
    with open(local, mode) as file:
        transfer(remote, WRITEDATA=file, **options)


def upload(local, remote, **options):
    with open(local, "rb") as file:
        transfer(remote, UPLOAD=1, READDATA=file, INFILESIZE_LARGE=os.path.getsize(local), **options)


def commands(*lines):
    transfer("", NOBODY=1, QUOTE=[line.encode() for line in lines])


match command:
    case "list":
        listing = io.BytesIO()
        transfer(paths[0] + "/", WRITEDATA=listing)
        print(listing.getvalue().decode())
    case "download":
        download(*paths)
    case "upload":
        upload(*paths)
    case "resume":
        download(*paths, mode="ab", RESUME_FROM_LARGE=os.path.getsize(paths[1]))
    case "append":
        upload(*paths, APPEND=1)
    case "delete":
        commands("DELE " + paths[0])
    case "rename":
        commands("RNFR " + paths[0], "RNTO " + paths[1])
    case "make_directory":
        commands("MKD " + paths[0])
    case "mirror":
        names = io.BytesIO()
        transfer(paths[0] + "/", DIRLISTONLY=1, WRITEDATA=names)
        for name in names.getvalue().decode().split():
            download(f"{paths[0]}/{name}", os.path.join(paths[1], name))
