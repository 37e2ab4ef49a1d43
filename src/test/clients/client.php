<?php
// PHP's ftp extension as one of the clients of ForeignClientsIT.
// Arguments: TLS host port user password certificate active command …
[, $tls, $host, $port, $user, $password, , $active, $command] = $argv;
$paths = array_slice($argv, 9);
set_error_handler(function (int $level, string $message): never {
    fwrite(STDERR, "$message\n");
    exit(1);
});

$ftp = $tls === 'none' ? ftp_connect($host, (int) $port, 20) : ftp_ssl_connect($host, (int) $port, 20);
ftp_login($ftp, $user, $password);
ftp_pasv($ftp, $active === 'false');
ftp_set_option($ftp, FTP_USEPASVADDRESS, false);
$done = match ($command) {
    'list' => print(implode("\n", ftp_rawlist($ftp, $paths[0])) . "\n"),
    'download' => ftp_get($ftp, $paths[1], $paths[0]),
    'upload' => ftp_put($ftp, $paths[1], $paths[0]),
    'resume' => ftp_get($ftp, $paths[1], $paths[0], FTP_BINARY, filesize($paths[1])),
    'append' => ftp_append($ftp, $paths[1], $paths[0]),
    'delete' => ftp_delete($ftp, $paths[0]),
    'rename' => ftp_rename($ftp, $paths[0], $paths[1]),
    'make_directory' => ftp_mkdir($ftp, $paths[0]),
    'mirror' => array_reduce(
        ftp_nlist($ftp, $paths[0]),
        fn ($all, $name) => $all && ftp_get($ftp, $paths[1] . '/' . basename($name), $paths[0] . '/' . basename($name)),
        true
    ),
};
ftp_close($ftp);
exit($done === false ? 1 : 0);
