package io.github.ftplab;

/**
 * An option for transferring a file. Without options, an existing file is replaced, and the new file has the time of the
 * transfer.
 *
 * <pre>{@code
 * ftp.download("large.iso", Path.of("large.iso"), TransferOption.RESUME, TransferOption.KEEP_TIME);
 * }</pre>
 */
public enum TransferOption {
    /** Transfers nothing if the file exists already. */
    SKIP_EXISTING,
    /** Fails if the file exists already. */
    REFUSE_EXISTING,
    /**
     * Continues where an earlier transfer of the same file was cut off (REST, APPE): a download keeps what it has in a
     * file named {@code .NAME.part} beside the target; an upload asks how much the server has. A file that is complete
     * already is left as it is.
     *
     * <p>What is there already must be the beginning of the same file, or the transfer starts over. A download fetches
     * the last 16 KiB again and compares them, and also compares a digest where the server has one for parts of files
     * (XSHA256, XMD5 and the like); up to 16 KiB are simply fetched again. An upload compares a digest of what the
     * server has; where there is none, up to 256 KiB are read back and compared, of longer files 64 KiB each of the
     * end, the beginning and the middle. A digest proves that it is the same file; parts can't, if two files differ in
     * a few places only: {@link #VERIFY} compares everything in the end. Where the user may not read the file, an
     * upload starts over. If a server ends the session because a read-back was cut off, the client connects again and
     * sends everything.
     */
    RESUME,
    /**
     * Compares the contents on both sides by a digest (HASH, XSHA512, XSHA256, XSHA1, XMD5, MD5 or XCRC, the best that
     * the server has); fails if they differ, or if the server has none.
     */
    VERIFY,
    /** Gives the new file the modification time of the original (MDTM, MFMT). */
    KEEP_TIME
}
