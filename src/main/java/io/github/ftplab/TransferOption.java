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
    /** Transfers nothing if the target exists already. */
    SKIP_EXISTING,
    /** Fails if the target exists already. */
    REFUSE_EXISTING,
    /**
     * Continues where an earlier transfer of the same file was cut off (REST, APPE): a download keeps what it has in a
     * file named {@code .NAME.part} beside the target (for very long names, {@code .ftplab-}, a digest of the name and
     * {@code .part}); an upload asks how much the server has. A file that is complete already is left as it is.
     *
     * <p>The part that is there already must be the beginning of the same file; otherwise the transfer starts over. A
     * download fetches the last 16 KiB again and compares them, and also compares a digest if the server offers one for
     * parts of files (XSHA256, XMD5 and the like); a part of up to 16 KiB is simply fetched again. An upload compares a
     * digest of what the server has. If the server offers none, up to 256 KiB are read back and compared; of a longer
     * file, 64 KiB each from the end, the beginning and the middle. A digest proves that it is the same file. Samples
     * don't if two files differ in a few places only; {@link #VERIFY} compares everything at the end. If the user may
     * not read the file, an upload starts over. If a server ends the session because a read-back was cut off, the
     * client reconnects and sends everything.
     */
    RESUME,
    /**
     * Compares a digest of the contents on both sides (HASH, XSHA512, XSHA256, XSHA1, XMD5, MD5 or XCRC, the best that
     * the server offers); fails if they differ, or if the server offers none.
     */
    VERIFY,
    /** Gives the new file the modification time of the original (MDTM, MFMT). */
    KEEP_TIME
}
