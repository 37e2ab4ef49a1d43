"""aioftp as one of the clients of ForeignClientsIT.

Arguments: TLS host port user password certificate active command ...
"""

import asyncio
import os
import ssl
import sys

import aioftp

tls, host, port, user, password, certificate, active, command, *paths = sys.argv[1:]


async def download(ftp, remote, local, offset=0):
    async with ftp.download_stream(remote, offset=offset) as stream:
        with open(local, "ab" if offset else "wb") as file:
            async for block in stream.iter_by_block():
                file.write(block)


async def upload(stream, local):
    async with stream as opened:
        with open(local, "rb") as file:
            while block := file.read(65536):
                await opened.write(block)


async def run(ftp):
    match command:
        case "list":
            for path, info in await ftp.list(paths[0]):
                kind = "d" if info["type"] == "dir" else "-"
                print(f"{kind}rw-r--r--   1 - - {info['size']} - {path}")
        case "download":
            await download(ftp, *paths)
        case "upload":
            await upload(ftp.upload_stream(paths[1]), paths[0])
        case "resume":
            await download(ftp, *paths, offset=os.path.getsize(paths[1]))
        case "append":
            await upload(ftp.append_stream(paths[1]), paths[0])
        case "delete":
            await ftp.remove_file(paths[0])
        case "rename":
            await ftp.rename(*paths)
        case "make_directory":
            await ftp.make_directory(paths[0], parents=False)
        case "mirror":
            await ftp.download(paths[0], paths[1], write_into=True)


async def main():
    context = None if tls == "none" else ssl.create_default_context(cafile=certificate)
    implicit = context if tls == "implicit" else None
    ftp = aioftp.Client(socket_timeout=20, connection_timeout=20, ssl=implicit)
    try:
        await ftp.connect(host, int(port))
        if tls == "explicit":
            await ftp.upgrade_to_tls(context)
        await ftp.login(user, password)
        await run(ftp)
        await ftp.quit()
    finally:
        ftp.close()


try:
    asyncio.run(main())
except (aioftp.StatusCodeError, OSError, asyncio.TimeoutError) as error:
    sys.exit(str(error))
